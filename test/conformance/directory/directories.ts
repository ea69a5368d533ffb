import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { startEmbeddedDirectory } from '../../../libs/platform/identity/embedded/embedded-directory.js';
import { parseSeed } from '../../../libs/platform/identity/embedded/seed.js';

const run = promisify(execFile);
const PROJECT = resolve(__dirname, '../../..');
const TOOLS = resolve(PROJECT, '../shared/tools/ad');
const SEED = join(__dirname, 'seed');

/** A directory with the people of seed/, as settings of the app. */
export interface RunningDirectory {
  readonly settings: Record<string, string>;
  stop(): Promise<void>;
}

/** Both directories get the same people, so that the same outcomes are expected of both. */
export const ROLES = {
  'App-Jupiter-Users': ['finance.viewer'],
  'App-Jupiter-Admins': ['platform.admin'],
  'Team-Zürich (Süd), R&D': ['finance.lead'],
  'Loop-B': ['finance.controller'],
};

/** The one that is part of Jupiter. */
export async function embedded(): Promise<RunningDirectory> {
  const read = (file: string) => readFileSync(join(SEED, file), 'utf8');
  const directory = await startEmbeddedDirectory(
    parseSeed(read('users.tsv'), read('groups.tsv'), { baseDn: 'DC=jupiter,DC=test', netbios: 'JUPITER' }),
  );
  const folder = mkdtempSync(join(tmpdir(), 'jupiter-embedded-'));
  const ca = join(folder, 'ca.pem');
  writeFileSync(ca, directory.ca);
  return {
    settings: settings(folder, directory.url, ca),
    stop: async () => {
      await directory.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/** Why no real domain controller can be tried on this machine; undefined when one can. */
export function whyNoDomainController(): string | undefined {
  if (process.env['JUPITER_TEST_DOMAIN_CONTROLLER'] === 'no') return 'JUPITER_TEST_DOMAIN_CONTROLLER is no';
  if (!existsSync(join(TOOLS, 'start-ad.sh'))) return `there is no ${TOOLS}/start-ad.sh`;
  if (process.getuid?.() !== 0) return 'starting one needs root';
  return undefined;
}

/** A real Active Directory domain controller (Samba), on a loopback address of its own. */
export async function domainController(): Promise<RunningDirectory> {
  const folder = mkdtempSync(join(tmpdir(), 'jupiter-dc-'));
  const seed = join(folder, 'seed');
  cpSync(SEED, seed, { recursive: true });
  cpSync(join(TOOLS, 'seed/seed.py'), join(seed, 'seed.py'));
  const address = `127.${64 + (process.pid % 128)}.${(process.pid >> 7) % 256}.11`;
  const env = { ...process.env, AD_DIR: join(folder, 'dc'), AD_ADDR: address, AD_SEED: seed, AD_BULK: '20', AD_MANY: '5', AD_WAIT: '120' };
  const stop = async () => {
    await run('bash', [join(TOOLS, 'stop-ad.sh'), '--purge'], { env });
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const { stdout } = await run('bash', [join(TOOLS, 'start-ad.sh')], { env });
    const told = Object.fromEntries(stdout.split('\n').map((line) => line.split(/=(.*)/)));
    return { settings: settings(folder, told['AD_LDAPS_URL'], told['AD_CA']), stop };
  } catch (error) {
    await stop();
    throw new Error('the domain controller did not start; JUPITER_TEST_DOMAIN_CONTROLLER=no leaves it out', { cause: error });
  }
}

function settings(folder: string, url: string, ca: string): Record<string, string> {
  const rolesFile = join(folder, 'roles.json');
  writeFileSync(rolesFile, JSON.stringify(ROLES));
  return {
    JUPITER_DIRECTORY_URL: url,
    JUPITER_DIRECTORY_CA: ca,
    JUPITER_DIRECTORY_BASE_DN: 'DC=jupiter,DC=test',
    JUPITER_DIRECTORY_BIND_DN: 'svc-jupiter@jupiter.test',
    JUPITER_DIRECTORY_BIND_PASSWORD: 'Svc-Jup1ter-Pass!',
    JUPITER_ROLES_FILE: rolesFile,
  };
}
