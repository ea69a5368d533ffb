/** `npm run prove:queue`: what is done to the queue on purpose, on real processes, and what has to hold. */
import { ensureInstalled } from './installed.mjs';
import { at, environment, main, pinnedNode, run } from './project.mjs';

await main(async () => {
  await ensureInstalled();
  const program = ['-r', at('test/support/run-typescript.cjs'), at('test/prove/queue/prove.ts')];
  const { code } = await run(pinnedNode(), [...program, ...process.argv.slice(2)], { show: true, env: environment() });
  return code;
});
