/** `npm run check`: exactly what CI runs, without the browser. */
import { ensureBuilt } from './built.mjs';
import { ensureInstalled } from './installed.mjs';
import { main } from './project.mjs';
import { verify } from './verify.mjs';

await main(async () => {
  await ensureInstalled();
  await ensureBuilt();
  return verify({ jest: ['--ignoreProjects', 'journeys'] });
});
