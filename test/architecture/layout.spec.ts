import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';

const project = resolve(__dirname, '../..');
const LAYERS = ['core', 'platform', 'data', 'insight'];
const LEFT_OUT = new Set(['node_modules', 'output']);

/** Every file below a folder, as paths from the project with forward slashes. */
function filesBelow(folder: string): string[] {
  return readdirSync(join(project, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (!entry.isDirectory()) return [relative('.', path).split(sep).join('/')];
    return LEFT_OUT.has(entry.name) ? [] : filesBelow(path);
  });
}

const textOf = (path: string): string => readFileSync(join(project, path), 'utf8');
const files = ['api', 'libs', 'migrations', 'web/src', 'test', 'deploy'].flatMap(filesBelow);
const libraries = LAYERS.flatMap((layer) => readdirSync(join(project, 'libs', layer)).map((library) => `libs/${layer}/${library}`));

/** What is left of a door when all enumerated exports are taken out. */
const besideExports = (text: string): string => text.replaceAll(/export (type )?\{[^}]*\} from '\.\/[^']+\.js';/g, '').trim();

describe('The layout', () => {
  it('gives every library a door that enumerates and holds no code', () => {
    expect(libraries.length).toBeGreaterThan(10);
    expect(besideExports("export { a } from './a.js';\nexport * from './b.js';")).toBe("export * from './b.js';");
    expect(libraries.filter((library) => besideExports(textOf(`${library}/index.ts`)) !== '')).toEqual([]);
  });

  it('gives every library a page that says what it is, why and what not', () => {
    const pages = libraries.map((library) => ({ library, lines: textOf(`${library}/README.md`).trimEnd().split('\n').length }));
    expect(pages.filter(({ lines }) => lines < 5 || lines > 20)).toEqual([]);
  });

  it('names folders for what they know', () => {
    const folders = new Set(files.flatMap((path) => dirname(path).split('/')));
    expect([...folders].filter((name) => /^(utils?|common|helpers?|types|misc)$/i.test(name))).toEqual([]);
    expect(files.filter((path) => /\.interface\.ts$/.test(path) || /(^|\/)(utils?|helpers?|common)\.[a-z]+$/.test(path))).toEqual([]);
  });

  it('keeps tests beside what they test, or in the kinds of test that exist', () => {
    const kinds = /^test\/(architecture|conformance|api|journeys)\//;
    const strays = files.filter((path) => /\.spec\.tsx?$/.test(path) && path.startsWith('test/') && !kinds.test(path));
    expect(strays).toEqual([]);
  });

  it('numbers its decisions without a gap', () => {
    const pages = filesBelow('libs/decisions').map((path) => basename(path));
    const numbers = pages.filter((name) => name !== 'README.md').map((name) => Number(/^(\d{4})-[a-z0-9-]+\.md$/.exec(name)?.[1]));
    expect(numbers.sort((a, b) => a - b)).toEqual(numbers.map((_, i) => i + 1));
  });
});

describe('The sources of the server', () => {
  const sources = files.filter((path) => /^(api|libs)\/.*\.ts$/.test(path) && !/\.spec\.ts$/.test(path));

  it('speak through the logger, or write a command’s answer', () => {
    expect(sources.length).toBeGreaterThan(100);
    expect(sources.filter((path) => /\bconsole\./.test(textOf(path)))).toEqual([]);
    const writers = sources.filter((path) => /process\.(stdout|stderr)\.write/.test(textOf(path)));
    expect(writers.filter((path) => !path.startsWith('api/src/commands/'))).toEqual([]);
  });

  it('read settings through the configuration alone; only what belongs to Node itself may be looked up elsewhere', () => {
    const readers = sources.filter((path) => /process\.env\b(?!\['UV_THREADPOOL_SIZE'\])/.test(textOf(path)));
    expect(readers).toEqual(['libs/platform/configuration/environment.ts']);
  });
});
