/**
 * PostgreSQL for the tests of the second queue engine: an installed one, else Debian's, which we install.
 * Run by itself it prints the folder of the programs of the one that is there, or nothing.
 */
import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { main, run, Stop, say } from './project.mjs';

const exe = process.platform === 'win32' ? '.exe' : '';
/** Where distributions and installers keep their versions, each in a folder named by its number. */
const homes = ['/usr/lib/postgresql', '/opt/postgresql', join(process.env.ProgramFiles ?? 'C:/Program Files', 'PostgreSQL')];

/**
 * The folder of initdb and postgres on this machine, the newest version first. JUPITER_TEST_POSTGRES names one kept elsewhere, or
 * `none`, for tests without it.
 */
export function findPostgres() {
  const { JUPITER_TEST_POSTGRES: named, PATH = '' } = process.env;
  if (named === 'none') return undefined;
  if (named && !holds(named)) throw new Stop(`JUPITER_TEST_POSTGRES names ${named}, which holds no initdb and postgres.`);
  const onPath = PATH.split(delimiter).filter((folder) => folder !== '');
  const found = named || [...onPath, ...homes.flatMap(versionsIn)].find(holds);
  // initdb looks for its other files beside itself, so a link to it is of no use.
  return found && dirname(realpathSync(join(found, `postgres${exe}`)));
}

/** The same, installed now if need be. Without one the tests that need it are skipped, and say so. */
export async function ensurePostgres() {
  if (process.env.JUPITER_TEST_POSTGRES === 'none') return 'none';
  if (!findPostgres()) await withApt();
  const found = findPostgres();
  if (!found)
    say(
      'The tests of the queue on PostgreSQL are skipped, because there is none and none could be installed: install version 15 or newer, or set JUPITER_TEST_POSTGRES to the folder of its programs.',
    );
  return found ?? 'none';
}

/** @param {string} folder */
function holds(folder) {
  return ['initdb', 'postgres'].every((program) => existsSync(join(folder, `${program}${exe}`)));
}

/** @param {string} home */
function versionsIn(home) {
  if (!existsSync(home)) return [];
  const newestFirst = readdirSync(home).sort((a, b) => Number(b) - Number(a));
  return newestFirst.map((version) => join(home, version, 'bin'));
}

async function withApt() {
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return;
  say('Installing PostgreSQL with apt (once) …');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const install = () => run('/usr/bin/apt-get', ['install', '-y', '--no-install-recommends', 'postgresql-15'], { env });
  if ((await install()).code === 0) return;
  await run('/usr/bin/apt-get', ['update'], { env });
  const { code, output } = await install();
  if (code !== 0) say(`${output}\napt could not install PostgreSQL.`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await main(async () => {
    process.stdout.write(findPostgres() ?? '');
  });
}
