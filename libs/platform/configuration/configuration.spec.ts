import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { Problem } from '#core/kernel';
import { loadConfiguration } from './configuration.js';
import { renderEnvExample } from './env-example.js';
import { projectRoot } from './environment.js';

const faultsOf = (environment: Record<string, string>) => {
  try {
    loadConfiguration(environment);
  } catch (error) {
    if (error instanceof Problem) return error;
  }
  throw new Error('no Problem was thrown');
};

describe('configuration', () => {
  it('runs without any setting, as a demo on this machine only', () => {
    const configuration = loadConfiguration({});
    expect(configuration).toMatchObject({ environment: 'demo', host: '127.0.0.1', port: 4200, publicUrl: 'http://localhost:4200' });
    expect(configuration.dataFolder).toBe(join(projectRoot(), 'data'));
    expect(configuration.directory.url).toBeUndefined();
  });

  it('gives other departments a data folder of their own', () => {
    expect(loadConfiguration({ JUPITER_DEPARTMENTS: 'test/departments' }).dataFolder).toBe(join(projectRoot(), 'data', 'test-departments'));
    expect(loadConfiguration({ JUPITER_DEPARTMENTS: 'x', JUPITER_DATA: '/srv/jupiter' }).dataFolder).toBe('/srv/jupiter');
  });

  it('lists every wrong setting at once, each with its remedy', () => {
    const problem = faultsOf({
      JUPITER_PORT: '99999',
      JUPITER_TIME_ZONE: 'Mars/Olympus',
      JUPITER_PROT: '1',
      JUPITER_PUBLIC_URL: 'jupiter/',
    });
    expect(problem.code).toBe('configuration.wrong-settings');
    expect(problem.message).toContain("JUPITER_PORT: '99999' is not usable. Set it to a whole number from 0 to 65535.");
    expect(problem.message).toContain('JUPITER_TIME_ZONE');
    expect(problem.message).toContain('Did you mean JUPITER_PORT?');
    expect(problem.message).toContain('JUPITER_PUBLIC_URL');
  });

  it('treats an empty setting as one that is not set', () => {
    expect(loadConfiguration({ JUPITER_PORT: '', JUPITER_FILES_FINANCE: ' ' }).port).toBe(4200);
    expect(loadConfiguration({ JUPITER_FILES_FINANCE: ' ' }).filesOf('finance')).toBeUndefined();
  });

  it('finds the folder of a module by its name', () => {
    const configuration = loadConfiguration({ JUPITER_FILES_ADVENTURE_WORKS: '/srv/files' });
    expect(configuration.filesOf('adventure-works')).toBe('/srv/files');
  });
});

describe('the directory', () => {
  it('may be several servers that stand in for each other', () => {
    const servers = 'ldaps://dc1.company.example:636 ldaps://dc2.company.example:636';
    expect(loadConfiguration({ JUPITER_DIRECTORY_URL: servers }).directory.url).toBe(servers);
    expect(faultsOf({ JUPITER_DIRECTORY_URL: 'ldaps://dc1.company.example dc2' }).message).toContain('JUPITER_DIRECTORY_URL');
  });
});

describe('production', () => {
  it('refuses demo people, demo roles and plain http', () => {
    const problem = faultsOf({ JUPITER_ENV: 'production' });
    for (const name of ['JUPITER_PUBLIC_URL', 'JUPITER_DIRECTORY_URL', 'JUPITER_ROLES_FILE']) expect(problem.message).toContain(name);
  });

  it('refuses a directory in clear and files that are not there', () => {
    const environment = {
      JUPITER_ENV: 'production',
      JUPITER_PUBLIC_URL: 'https://jupiter.example',
      JUPITER_DIRECTORY_URL: 'ldap://dc1.example',
    };
    const problem = faultsOf({ ...environment, JUPITER_ROLES_FILE: '/nowhere/roles.json', JUPITER_DIRECTORY_CA: '/nowhere/ca.pem' });
    expect(problem.message).toContain('in clear');
    expect(problem.message).toContain('/nowhere/roles.json');
    expect(problem.message).toContain('/nowhere/ca.pem');
  });

  it('starts with an https address, a directory over TLS and a roles file', () => {
    const folder = mkdtempSync(join(tmpdir(), 'jupiter-configuration-'));
    writeFileSync(join(folder, 'roles.json'), '{}');
    const configuration = loadConfiguration({
      JUPITER_ENV: 'production',
      JUPITER_PUBLIC_URL: 'https://jupiter.example',
      JUPITER_DIRECTORY_URL: 'ldaps://dc1.example:636',
      JUPITER_DIRECTORY_BIND_DN: 'CN=jupiter,DC=company,DC=example',
      JUPITER_ROLES_FILE: join(folder, 'roles.json'),
    });
    rmSync(folder, { recursive: true });
    expect(configuration.environment).toBe('production');
  });
});

describe('the example file', () => {
  it('names every setting, and its uncommented lines load', () => {
    const uncommented = parseEnv(renderEnvExample().replace(/^# (JUPITER_)/gm, '$1'));
    expect(Object.keys(uncommented).length).toBeGreaterThan(25);
    expect(loadConfiguration(uncommented)).toMatchObject({ ...JSON.parse(JSON.stringify(loadConfiguration({}))) });
  });
});
