import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';

const project = resolve(__dirname, '../..');

/** Every source file of a folder, specs left out. */
function sources(folder: string): string[] {
  return readdirSync(join(project, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !/\.spec\.ts$|\.test-d\.ts$/.test(name))
    .map((name) => join(project, folder, name));
}

const files = ['libs', 'api'].flatMap(sources).map((file) => ({ path: relative(project, file), text: readFileSync(file, 'utf8') }));

/** `new Problem('library.what-happened', …` wherever it is written; the code may be a constant of the same file, or end in a variable part. */
const raised = files.flatMap(({ path, text }) =>
  [...text.matchAll(/(?:new Problem|extends Problem \{[^}]*\) \{\s*super)\(\s*(?:['`]([^'`]*)['`]|(\w+))/g)].map(([, literal, name]) => ({
    path,
    code: (literal ?? text.match(new RegExp(`const ${name} = '([^']*)'`))?.[1] ?? `${name}?`).replace(/\$\{\w+\}/, 'variable'),
  })),
);

describe('The error catalogue', () => {
  it('is what the libraries define', () => {
    expect(raised.length).toBeGreaterThan(10);
  });

  it('holds every error in the errors.ts of its library', () => {
    expect(raised.filter(({ path }) => !path.endsWith('/errors.ts'))).toEqual([]);
  });

  it('knows errors that are classes of their own', () => {
    expect(raised.map(({ code }) => code)).toContain('identity.too-many-attempts');
  });

  it('gives every error a code of its own', () => {
    const codes = raised.map(({ code }) => code);
    expect(codes.filter((code, at) => codes.indexOf(code) !== at)).toEqual([]);
  });

  it('spells a code as area.what-happened', () => {
    expect(raised.filter(({ code }) => !/^[a-z-]+\.[a-z0-9-]+$/.test(code))).toEqual([]);
  });
});
