import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';

const project = resolve(__dirname, '../..');

/** The rules that a text breaks when it stands in the place of a file. */
function broken(file: string, text: string): string[] {
  const tool = join(project, 'node_modules/eslint/bin/eslint.js');
  const run = spawnSync(process.execPath, [tool, '--format', 'json', '--stdin', '--stdin-filename', file], {
    cwd: project,
    encoding: 'utf8',
    input: text,
    // In a single run the parser would take the file from the disk instead of the text.
    env: { ...process.env, TSESTREE_SINGLE_RUN: 'false' },
  });
  if (!run.stdout) throw new Error(`ESLint said nothing: ${run.stderr}`);
  const [result] = JSON.parse(run.stdout) as { messages: { ruleId: string }[] }[];
  return result!.messages.map(({ ruleId }) => ruleId).sort();
}

const lines = (count: number) => Array.from({ length: count }, (_, line) => `  work(${line});`).join('\n');

describe('The size budgets', () => {
  it('allow a file of 250 lines, a function of 40, and comments on top of that', () => {
    const whole = `export function whole() {\n${lines(38)}\n}\n`;
    expect(broken('deploy/planted.mjs', `${whole}${lines(210)}\n// why\n\n`)).toEqual([]);
  });

  it('refuse a longer file, a longer function and a constructor with six dependencies', () => {
    const long = `export function long() {\n${lines(39)}\n}\n`;
    const greedy = 'export class Greedy { constructor(a, b, c, d, e, f) { work(a, b, c, d, e, f); } }\n';
    expect(broken('deploy/planted.mjs', `${long}${greedy}${lines(209)}`)).toEqual([
      'max-lines',
      'max-lines-per-function',
      'no-restricted-syntax',
    ]);
  });
});

describe('The rules that need types', () => {
  it('refuse a promise that nobody waits for, and any, also in a declaration, whose functions may be long', () => {
    const text = `declare function work(line: number): Promise<void>;\nexport function start(x: any) {\n${lines(60)}\n  return x;\n}\n`;
    expect(new Set(broken('test/departments/index.ts', text))).toEqual(
      new Set(['@typescript-eslint/no-explicit-any', '@typescript-eslint/no-floating-promises']),
    );
  });
});
