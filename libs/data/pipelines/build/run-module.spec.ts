import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunCheckView } from '#core/contract';
import {
  type AnyRelation,
  type Check,
  check,
  choice,
  csv,
  defineModule,
  integer,
  model,
  money,
  period,
  ref,
  type Sql,
  source,
  sql,
  text,
} from '#core/kit';
import { Warehouse } from '#data/warehouse';
import { writeSource } from '../../../../test/support/till-runs.js';
import { plannedSteps, RunLog } from './run-log.js';
import { runModule } from './run-module.js';

const accounts = source('account_list', { title: 'Accounts', from: csv('accounts.csv'), key: ['account'], fields: { account: text() } });
const lines = source('lines', {
  title: 'Lines',
  from: csv('lines.csv'),
  fields: { journal: text(), month: period(), account: ref(accounts.account), side: text({ optional: true }), amount: money('USD') },
});
const GOOD = 'journal,month,account,side,amount\nJ1,2026-01,4000,debit,5.00\nJ1,2026-01,1000,credit,-5.00\n';

let folder: string;
let warehouse: Warehouse;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'run-module-'));
  warehouse = new Warehouse(join(folder, 'warehouse'), { threads: 2, memory: '500MB', keep: 3, patienceMs: 0, graceMs: 0 });
  writeSource(folder, 'accounts.csv', 'account\n1000\n4000\n');
});
afterEach(async () => {
  await warehouse.close();
  rmSync(folder, { recursive: true });
});

/** A fact over the lines, of the declared shape, with these checks. */
const fact = (checks: readonly Check[] = [], query: Sql = sql`select *, row_number() over () as n from ${lines}`) =>
  model('postings', {
    title: 'Postings',
    kind: 'fact',
    grain: ['n'],
    columns: {
      n: integer(),
      journal: lines.journal,
      month: lines.month,
      account: lines.account,
      side: choice(['debit', 'credit']),
      amount: lines.amount,
    },
    sql: query,
    checks,
  });

async function run(csvText: string, models: AnyRelation[], signal: AbortSignal = new AbortController().signal) {
  writeSource(folder, 'lines.csv', csvText);
  const module = defineModule('books', { title: 'Books', icon: 'Money', sources: [accounts, lines], models, roles: {} });
  const found: RunCheckView[] = [];
  const keeper = { saveStep: async () => undefined, saveChecks: async (checks: readonly RunCheckView[]) => void found.push(...checks) };
  const log = new RunLog(plannedSteps(module), keeper);
  const rejectsFile = (name: string) => join(folder, `${name}.csv`);
  const result = await runModule({ id: 'R1', module, filesFolder: join(folder, 'till'), rejectsFile, warehouse, log, signal });
  return {
    result,
    faults: found.filter((c) => !c.passed).map(({ model: of, title, faults, detail }) => `${of}: ${title}: ${faults}: ${detail}`),
  };
}

describe('checks of a build', () => {
  const allKinds = [
    check.unique(['journal', 'account']),
    check.notNull('journal'),
    check.acceptedValues('account', ['1000', '4000']),
    check.refersTo('account', accounts.account),
    check.sameTotal(lines.amount, 'amount'),
    check.sameTotal(lines.amount, 'amount', { by: ['month', 'account'] }),
    check.balanced('amount', ['journal']),
    check.noRows('No amount is huge', sql`select journal, amount from ${lines} where abs(amount) > 1000`),
  ];

  it('pass over good rows, those asked for and those that nobody had to ask for', async () => {
    expect(await run(GOOD, [fact(allKinds)])).toEqual({ result: { state: 'published', load: 1 }, faults: [] });
  });

  it('find a journal that does not balance, a stranger, a missing value and a wrong word, with examples', async () => {
    const bad = `${GOOD}J2,2026-01,9999,,2000.00\nJ3,2026-02,1000,left,0.00\n`;
    const { result, faults } = await run(bad, [fact([check.balanced('amount', ['journal']), allKinds[7] as Check])]);
    expect(result).toMatchObject({ state: 'refused', reason: expect.stringMatching(/^6 checks failed\. .* And 3 more\.$/) });
    expect(faults).toEqual([
      'lines: account exists in account_list.account: 1: account 9999, rows 1',
      'postings: account exists in account_list.account: 1: account 9999, rows 1',
      'postings: side is never empty: 1: n 3, side (empty)',
      'postings: side is one of debit, credit: 1: side left, rows 1',
      'postings: amount adds up to zero for each journal: 1: journal J2, total 2000.00',
      'postings: No amount is huge: 1: journal J2, amount 2000.00',
    ]);
  });

  it('find a total that a model lost, and the group it lost it in', async () => {
    const lossy = sql`select *, row_number() over () as n from ${lines} where amount > 0`;
    const checks = [check.sameTotal(lines.amount, 'amount'), check.sameTotal(lines.amount, 'amount', { by: ['month'] })];
    const { faults } = await run(`${GOOD}J9,2026-02,1000,credit,-0.10\n`, [fact(checks, lossy)]);
    expect(faults).toEqual([
      'postings: amount adds up to lines.amount: 1: total 5.00, expected -0.10, difference 5.10',
      expect.stringContaining('postings: amount adds up to lines.amount for each month: 2: '),
    ]);
  });

  it('count all faults and show five', async () => {
    const rows = Array.from({ length: 20 }, (_, i) => `J${i},2026-01,1000,debit,1.00\n`).join('');
    const { faults } = await run(`journal,month,account,side,amount\n${rows}`, [fact([check.balanced('amount', ['journal'])])]);
    expect(faults).toEqual([expect.stringMatching(/: 20: (journal J\d+, total 1\.00(; )?){5} and 15 more$/)]);
  });
});

describe('a model that cannot be built', () => {
  it('fails the run when a declared column is missing, and when one came that nobody declared', async () => {
    await expect(run(GOOD, [fact([], sql`select 1 as n`)])).rejects.toMatchObject({ code: 'warehouse.model-lacks-columns' });
    const more = sql`select *, row_number() over () as n, 1 as stray from ${lines}`;
    await expect(run(GOOD, [fact([], more)])).rejects.toMatchObject({
      code: 'pipelines.undeclared-columns',
      message: expect.stringContaining('stray'),
    });
  });

  it('fails the run when its SQL is wrong, or a value does not fit its type', async () => {
    await expect(run(GOOD, [fact([], sql`selec 1`)])).rejects.toMatchObject({ code: 'warehouse.model-failed' });
    const uncastable = sql`select * replace ('x' as amount), row_number() over () as n from ${lines}`;
    await expect(run(GOOD, [fact([], uncastable)])).rejects.toMatchObject({ code: 'warehouse.model-failed' });
    await expect(run(GOOD, [fact([check.noRows('Broken', sql`select nope from ${lines}`)])])).rejects.toMatchObject({
      code: 'pipelines.check-broken',
    });
    expect(warehouse.snapshot('books')).toBeUndefined();
  });

  it('is given up at once when the run is stopped, and leaves nothing behind', async () => {
    const endless = sql`select *, row_number() over () as n from ${lines} where (select count(*) from range(100000000000)) > 0`;
    const stopping = new AbortController();
    const running = run(GOOD, [fact([], endless)], stopping.signal);
    setTimeout(() => stopping.abort(new Error('stop')), 500);
    await expect(running).rejects.toThrow('stop');
    expect(readdirSync(join(folder, 'warehouse/books'))).toEqual([]);
    expect((await run(GOOD, [fact()])).result).toEqual({ state: 'published', load: 1 });
  });
});
