import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ModuleSpec } from '#core/kit';
import { validateModules } from '#platform/registry';
import { runDepartment } from '../../../test/support/run-department.js';
import { newDepartment } from './index.js';

const PROJECT = join(__dirname, '..', '..', '..');
const INDEX = 'api/src/departments/index.ts';

/** A copy of what a department needs of the project. */
let root: string;
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'new-department-')));
  for (const path of ['package.json', 'tsconfig.json', 'tsconfig.check.json', 'libs', 'api/src/departments', 'test/support'])
    cpSync(join(PROJECT, path), join(root, path), { recursive: true });
  symlinkSync(join(PROJECT, 'node_modules'), join(root, 'node_modules'));
});
afterEach(() => rmSync(root, { recursive: true }));

const read = (path: string): string => readFileSync(join(root, path), 'utf8');

/** The compiler over the departments of the copy, with their specs: what it has to say. */
function typeFaults(): string {
  const config = { extends: './tsconfig.check.json', include: ['api/src/departments'] };
  writeFileSync(join(root, 'tsconfig.departments.json'), JSON.stringify(config));
  const compiler = join(PROJECT, 'node_modules/typescript-native/bin/tsc');
  return spawnSync(process.execPath, [compiler, '-p', 'tsconfig.departments.json'], { cwd: root, encoding: 'utf8' }).stdout;
}

describe('a new department', () => {
  it('is written, listed, accepted by the compiler and the registry, and gives figures at once', async () => {
    const { files } = await newDepartment(root, 'customer-care');
    expect(files).toEqual([
      'api/src/departments/customer-care/customer-care.ts',
      'api/src/departments/customer-care/customer-care.spec.ts',
      'api/src/departments/customer-care/sample/entries.csv',
      'api/src/departments/customer-care/sample/teams.csv',
      INDEX,
    ]);
    expect(typeFaults()).toBe('');
    const { departments } = require(join(root, INDEX)) as { departments: ModuleSpec[] };
    expect(departments.map((d) => d.id)).toContain('customer-care');
    expect(validateModules(departments)).toEqual([]);
    const module = departments.find((d) => d.id === 'customer-care') as ModuleSpec;
    const run = await runDepartment(module, { files: join(root, module.files ?? '') });
    try {
      expect(run.result).toEqual({ state: 'published', load: 1 });
      expect(run.checks.filter((check) => !check.passed)).toEqual([]);
      expect(run.rejected).toBe(0);
    } finally {
      await run.close();
    }
  }, 60_000);

  it('keeps to the format of the project', async () => {
    await newDepartment(root, 'yard-and-shop');
    const biome = join(PROJECT, 'node_modules/.bin/biome');
    const config = `--config-path=${join(PROJECT, 'biome.json')}`;
    const folder = join(root, 'api/src/departments/yard-and-shop');
    const { status, stdout, stderr } = spawnSync(biome, ['check', config, '--vcs-enabled=false', folder, join(root, INDEX)], {
      encoding: 'utf8',
    });
    expect({ status, said: status === 0 ? '' : stdout + stderr }).toEqual({ status: 0, said: '' });
  }, 30_000);

  it('is refused when there is one of that name, and nothing is touched', async () => {
    await newDepartment(root, 'fleet');
    const before = read(INDEX);
    await expect(newDepartment(root, 'fleet')).rejects.toMatchObject({ code: 'scaffold.department-exists', status: 409 });
    expect(read(INDEX)).toBe(before);
  });

  it('is refused when the list is not the one we know, and nothing is left behind', async () => {
    writeFileSync(join(root, INDEX), 'export const departments = [];\n');
    await expect(newDepartment(root, 'fleet')).rejects.toMatchObject({ code: 'scaffold.list-not-found' });
    expect(existsSync(join(root, 'api/src/departments/fleet'))).toBe(false);
  });
});
