/** The steps of `npm run check` and `npm test`: what tools say about the code, then the tests, then one closing line. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { at, environment, run, runTool, Stop, say } from './project.mjs';

/** @typedef {{ name: string, run: () => Promise<{ code: number, output: string }> }} Step */

const script = (name, ...args) => run(process.execPath, [at('deploy/bootstrap', name), ...args]);

/** Longest first: they run two at a time. @type {Step[]} */
const steps = [
  { name: 'promises and size budgets (eslint)', run: () => runTool('eslint/bin/eslint.js', ['.']) },
  { name: 'generated files are up to date', run: () => script('generate.mjs', '--check') },
  { name: 'dead exports and unused packages (knip)', run: () => runTool('knip/bin/knip.js', ['--no-progress']) },
  { name: 'types of the server and the tests', run: () => runTool('typescript-native/bin/tsc', ['-p', 'tsconfig.check.json']) },
  { name: 'types of the bootstrap', run: () => runTool('typescript-native/bin/tsc', ['-p', 'deploy/tsconfig.json']) },
  { name: 'types of the web app', run: () => runTool('typescript-native/bin/tsc', ['-p', 'web/tsconfig.json', '--noEmit']) },
  { name: 'format and lint (biome)', run: () => runTool('@biomejs/biome/bin/biome', ['ci', '--colors=off', '.']) },
  { name: 'size of the first load', run: () => run(process.execPath, [at('web/bundle-size.mjs')]) },
  { name: 'the lock file serves every platform', run: () => script('complete-lock.mjs', '--check') },
];

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

/**
 * Gets everything ready, runs every step and the tests, also after a failure, and prints one closing line that counts them all.
 * @param {{ prepare: () => Promise<NodeJS.ProcessEnv>, jest: string[], onlyTests?: boolean }} options prepare: returns settings for the tests
 * @returns {Promise<number>} the exit code
 */
export async function verify({ prepare, jest, onlyTests = false }) {
  const env = await prepare().catch(explain);
  const parts = env ? [onlyTests ? nothing : await runSteps(), await runTests(jest, env)] : [{ ...nothing, failed: 1 }];
  const sum = (/** @type {keyof Counts} */ outcome) => parts.reduce((total, part) => total + part[outcome], 0);
  process.stdout.write(`\n${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped\n`);
  return sum('failed') > 0 ? 1 : 0;
}

/** @type {Counts} */
const nothing = { passed: 0, failed: 0, skipped: 0 };

/** Without packages, a build or a browser nothing more can be said than why. @param {unknown} error */
function explain(error) {
  if (!(error instanceof Stop)) throw error;
  say(`FAIL  getting ready\n${error.message}`);
  return undefined;
}

async function runSteps() {
  /** @type {boolean[]} */
  const outcomes = [];
  await twoAtATime(steps, async (step) => outcomes.push(await passes(step)));
  const passed = outcomes.filter(Boolean).length;
  return { passed, failed: outcomes.length - passed, skipped: 0 };
}

/** @template T @param {T[]} items @param {(item: T) => Promise<unknown>} work */
async function twoAtATime(items, work) {
  const waiting = [...items];
  const lane = async () => {
    for (let item = waiting.shift(); item; item = waiting.shift()) await work(item);
  };
  await Promise.all([lane(), lane()]);
}

/** @param {Step} step */
async function passes(step) {
  const started = performance.now();
  const { code, output } = await step.run();
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  say(code === 0 ? `ok    ${step.name} (${seconds} s)` : `FAIL  ${step.name} (${seconds} s)\n${output.replace(/^/gm, '      ')}`);
  return code === 0;
}

/** @param {string[]} args @param {NodeJS.ProcessEnv} env */
async function runTests(args, env) {
  const folder = mkdtempSync(join(tmpdir(), 'jupiter-tests-'));
  const counts = join(folder, 'counts.json');
  try {
    const { code } = await runTool('jest/bin/jest.js', args, {
      show: true,
      env: { ...environment(), ...env, JUPITER_TEST_COUNTS: counts },
    });
    const told = existsSync(counts) ? JSON.parse(readFileSync(counts, 'utf8')) : nothing;
    // Jest can fail without a failed test: a crash, a wrong setting, no test found.
    return code !== 0 && told.failed === 0 ? { ...told, failed: 1 } : told;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
