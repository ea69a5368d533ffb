/** `npm run build`: dist/ is what the sources say. */
import { ensureBuilt } from './built.mjs';
import { ensureInstalled } from './installed.mjs';
import { main } from './project.mjs';

await main(async () => {
  await ensureInstalled();
  await ensureBuilt();
});
