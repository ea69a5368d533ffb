import { execFileSync } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrations } from '#migrations';
import { migrate, openStorage } from '#platform/storage';
import type { EngineEvents } from '../../../libs/platform/queue/contract/engine.js';
import { SqliteEngine } from '../../../libs/platform/queue/sqlite/sqlite-engine.js';

let folder: string;
const nobody: EngineEvents = {
  jobs: () => undefined,
  cancel: () => undefined,
  stale: () => undefined,
  refused: () => undefined,
  quarantine: () => undefined,
  trouble: () => undefined,
};
const file = () => join(folder, 'jupiter.sqlite');
const opening = () => new SqliteEngine({ file: file(), bell: join(folder, 'queue.bell') }).open([], nobody);

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jupiter-ill-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

/** A file system that turns read-only; false when this machine does not let us make one. */
function mounted(): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=16m', 'tmpfs', folder], { stdio: 'pipe' });
    return true;
  } catch {
    return false;
  }
}

describe('the embedded engine is not opened', () => {
  it('on a database that is not there, and makes none', async () => {
    await expect(opening()).rejects.toThrow(/\w/);
    expect(existsSync(file())).toBe(false);
  });

  it('on a file that is no database', async () => {
    writeFileSync(file(), 'this is no database, and long enough to be taken for one. '.repeat(100));
    await expect(opening()).rejects.toThrow(/not a database/);
  });

  it('on a database that was never migrated', async () => {
    await (await openStorage({ file: file(), entities: [] })).close();
    await expect(opening()).rejects.toThrow(/\w/);
  });

  it('in a folder that is gone', async () => {
    rmSync(folder, { recursive: true });
    await expect(opening()).rejects.toThrow(/\w/);
  });

  it('on a database that is read-only', async () => {
    // root may write whatever the file's mode says: only a file system can refuse it
    if (!mounted()) return void process.stderr.write('Skipped: nobody but root on Linux can make a read-only file system.\n');
    try {
      const storage = await openStorage({ file: file(), entities: [], migrations });
      await migrate(storage);
      await storage.close();
      writeFileSync(join(folder, 'queue.bell'), 'x');
      execFileSync('mount', ['-o', 'remount,ro', folder], { stdio: 'pipe' });
      await expect(opening()).rejects.toThrow(/read-?only|open/i);
    } finally {
      execFileSync('umount', ['-l', folder], { stdio: 'pipe' });
    }
  });
});
