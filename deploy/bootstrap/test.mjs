/**
 * `npm test`: everything, on a machine with nothing but Node, npm and git. Arguments after `--` go to Jest, for running
 * a part of the tests only: npm test -- --selectProjects unit -- libs/core
 */
import { ensureBrowser } from './browser.mjs';
import { ensureBuilt } from './built.mjs';
import { ensureInstalled } from './installed.mjs';
import { ensurePostgres } from './postgres.mjs';
import { main } from './project.mjs';
import { verify } from './verify.mjs';

await main(async () => {
  const part = process.argv.slice(2);
  return verify({ prepare, jest: part, onlyTests: part.length > 0 });
});

async function prepare() {
  await ensureInstalled();
  await ensureBuilt();
  return { JUPITER_TEST_BROWSER: await ensureBrowser(), JUPITER_TEST_POSTGRES: await ensurePostgres() };
}
