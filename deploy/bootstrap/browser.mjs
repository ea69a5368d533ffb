/**
 * The browser of the journeys: an installed Chrome, Edge or Chromium, else one that we install.
 * Run by itself it prints the path of the one that is there, or nothing.
 */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { environment, main, pinnedNode, run, runTool, Stop, say } from './project.mjs';

const names = ['google-chrome-stable', 'google-chrome', 'chromium', 'chromium-browser', 'microsoft-edge-stable', 'microsoft-edge'];
const { ProgramFiles, 'ProgramFiles(x86)': ProgramFilesX86, LOCALAPPDATA } = process.env;
const windows = [ProgramFiles, ProgramFilesX86, LOCALAPPDATA]
  .filter((folder) => folder !== undefined)
  .flatMap((folder) => [join(folder, 'Google/Chrome/Application/chrome.exe'), join(folder, 'Microsoft/Edge/Application/msedge.exe')]);
const mac = ['Google Chrome', 'Microsoft Edge', 'Chromium'].map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`);

/** The path of a browser on this machine. JUPITER_TEST_BROWSER names one that is kept elsewhere. */
export async function findBrowser() {
  const { JUPITER_TEST_BROWSER: named, PATH = '' } = process.env;
  if (named && !existsSync(named)) throw new Stop(`JUPITER_TEST_BROWSER names ${named}, which is not there.`);
  const onPath = PATH.split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)));
  return named || [...onPath, ...windows, ...mac].find((file) => existsSync(file)) || (await downloaded());
}

/** The one that Playwright downloaded before, if it did. */
async function downloaded() {
  const ask = "process.stdout.write(require('playwright-core').chromium.executablePath())";
  const { code, stdout } = await run(pinnedNode(), ['-e', ask], { env: environment() });
  return code === 0 && existsSync(stdout) ? stdout : undefined;
}

/** The path of a browser, installed now if need be. */
export async function ensureBrowser() {
  const found = await findBrowser();
  if (found) return found;
  for (const install of [withApt, withPlaywright]) {
    await install();
    const now = await findBrowser();
    if (now) return now;
  }
  throw new Stop(
    'The journeys need a browser, and none could be installed: install Chrome, Edge or Chromium, or set JUPITER_TEST_BROWSER to the path of one.',
  );
}

async function withApt() {
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return;
  say('Installing Chromium with apt (once) …');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const install = () => run('/usr/bin/apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], { env });
  if ((await install()).code === 0) return;
  await run('/usr/bin/apt-get', ['update'], { env });
  const { code, output } = await install();
  if (code !== 0) say(`${output}\napt could not install Chromium.`);
}

async function withPlaywright() {
  say('Downloading Chromium with Playwright (once) …');
  const { code, output } = await runTool('playwright-core/cli.js', ['install', 'chromium']);
  if (code !== 0) say(`${output}\nPlaywright could not download Chromium.`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await main(async () => {
    process.stdout.write((await findBrowser()) ?? '');
  });
}
