import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

/** The browser that `npm test` found or installed; a test run by hand looks for one the same way. */
function browserPath(): string {
  const named = process.env['JUPITER_TEST_BROWSER'];
  if (named) return named;
  const found = spawnSync(process.execPath, [resolve(__dirname, '../../deploy/bootstrap/browser.mjs')], { encoding: 'utf8' });
  if (!found.stdout) throw new Error(`There is no browser for the journeys: run npm test once, which installs one. ${found.stderr}`);
  return found.stdout;
}

/** A browser with a fresh profile that talks to nobody but the pages it is sent to. Close it when done. */
export function launchBrowser(): Promise<Browser> {
  const quiet = [
    'no-first-run',
    'disable-background-networking',
    'disable-component-update',
    'disable-sync',
    'disable-quic',
    'disable-gpu',
  ];
  return chromium.launch({ executablePath: browserPath(), headless: true, args: ['--no-sandbox', ...quiet.map((name) => `--${name}`)] });
}
