import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { useDataFolder } from './data-folder.js';

describe('the data folder', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'data-folder-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('is made with all folders above it, and used again', () => {
    const deep = join(folder, 'a', 'b');
    useDataFolder(deep);
    useDataFolder(deep);
    expect(existsSync(deep)).toBe(true);
  });

  it('stops the start with what to do where it cannot be', () => {
    writeFileSync(join(folder, 'file'), '');
    for (const path of [join(folder, 'file'), join(folder, 'file', 'below')])
      expect(() => useDataFolder(path)).toThrow(
        expect.objectContaining({ code: 'storage.folder-unusable', message: expect.stringContaining(path) }),
      );
  });
});
