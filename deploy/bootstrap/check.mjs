/** `npm run check`: exactly what CI runs, without the browser. */
import { ensureBuilt } from './built.mjs';
import { ensureInstalled } from './installed.mjs';
import { main } from './project.mjs';
import { verify } from './verify.mjs';

await main(() => verify({ prepare, jest: ['--ignoreProjects', 'journeys'] }));

async function prepare() {
  await ensureInstalled();
  await ensureBuilt();
  return {};
}
