/** `npm run bench`: speed and memory, side by side in one run. */
import { ensureBuilt } from './built.mjs';
import { ensureInstalled } from './installed.mjs';
import { at, environment, main, pinnedNode, run } from './project.mjs';

await main(async () => {
  await ensureInstalled();
  await ensureBuilt();
  const { code } = await run(pinnedNode(), [at('test/bench/run.mjs'), ...process.argv.slice(2)], { show: true, env: environment() });
  return code;
});
