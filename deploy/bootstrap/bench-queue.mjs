/** `npm run bench:queue`: Jupiter's queue beside its peers, in one run. */
import { ensureBuilt } from './built.mjs';
import { ensureInstalled } from './installed.mjs';
import { at, environment, main, pinnedNode, run } from './project.mjs';

await main(async () => {
  await ensureInstalled();
  await ensureBuilt({ web: false });
  const { code } = await run(pinnedNode(), [at('test/bench/queue/run.mjs'), ...process.argv.slice(2)], { show: true, env: environment() });
  return code;
});
