/** `npm run cli -- …`: the command line of Jupiter. Installs and builds first; stdout belongs to the command alone. */
import { ensureBuilt } from './built.mjs';
import { ensureInstalled } from './installed.mjs';
import { at, environment, main, pinnedNode, run } from './project.mjs';

await main(async () => {
  await ensureInstalled();
  await ensureBuilt({ web: false });
  const { code } = await run(pinnedNode(), [at('dist/api/src/cli.js'), ...process.argv.slice(2)], { show: true, env: environment() });
  return code;
});
