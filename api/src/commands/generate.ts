import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfiguration, renderEnvExample } from '#platform/configuration';
import { apiDocument } from '../http/api-document.js';
import { createWeb } from '../http/create-web.js';
import { bringUpToDate } from './context.js';
import { unknownGeneratedFile } from './errors.js';

/** `generate`: prints a file that is derived from the code, for `npm run generate` to write or compare. */
export async function generate(what: string): Promise<void> {
  if (what === 'env-example') process.stdout.write(renderEnvExample());
  else if (what === 'openapi') process.stdout.write(`${JSON.stringify(await openApi(), null, 2)}\n`);
  else throw unknownGeneratedFile(what);
}

/** The document of the app as it is built, independent of any setting or data of this machine. */
async function openApi(): Promise<unknown> {
  const folder = mkdtempSync(join(tmpdir(), 'jupiter-openapi-'));
  const configuration = loadConfiguration({ JUPITER_DATA: folder, JUPITER_LOG_LEVEL: 'silent' });
  try {
    await bringUpToDate(configuration);
    const web = await createWeb(configuration, []);
    try {
      return apiDocument(web.app);
    } finally {
      await web.stop();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
