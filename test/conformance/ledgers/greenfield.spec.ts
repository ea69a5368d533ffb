import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateGreenfield } from '../../../api/src/demo/greenfield/index.js';
import { finance } from '../../../api/src/departments/finance/finance.js';
import { type DepartmentRun, runDepartment } from '../../support/run-department.js';
import { answered, cents, groupings, listed, money, type Row, records, sums } from './by-hand.js';

const DIRECT = ['Direct labor', 'Burden', 'Materials', 'Subcontractors', 'Equipment', 'Other direct'];
const OVERHEAD = ['Field overhead', 'General and administrative'];
const MEASURES = ['revenue', 'direct_cost', 'gross_margin', 'overhead', 'operating_income', 'net_income', 'budget', 'variance'];

interface Account {
  readonly type: string;
  readonly category: string;
  readonly side: string;
}

/** Names and kinds of accounts, branches and divisions, straight from their files. */
function lists(folder: string) {
  const named = (file: string, delimiter: string, encoding = 'utf-8'): Map<string, string[]> =>
    new Map(records(join(folder, file), { delimiter, encoding }).map((row) => [row[0]!, row]));
  const accounts = named('accounts.csv', ',');
  const divisions = named('divisions.csv', ';', 'utf-16be');
  const branches = named('branches.csv', ',');
  return {
    account: (code: string): Account => {
      const [, , type, category, , side] = accounts.get(code)!;
      return { type: type!, category: category!, side: side! };
    },
    branch: (code: string) => branches.get(code)![1]!,
    division: (code: string) => divisions.get(code)![1]!,
  };
}

/** What an amount (debit positive) means for each measure. */
function measured({ type, category }: Account, actual: bigint, budget: bigint): Row['amounts'] {
  const only = (condition: boolean, amount: bigint): bigint => (condition ? amount : 0n);
  const revenue = only(category === 'Revenue', -actual);
  const direct_cost = only(DIRECT.includes(category), actual);
  const overhead = only(OVERHEAD.includes(category), actual);
  const inIncome = type === 'Revenue' || type === 'Expense';
  const result = { net_income: only(inIncome, -actual), budget: only(inIncome, -budget) };
  const gross_margin = revenue - direct_cost;
  return {
    revenue,
    direct_cost,
    gross_margin,
    overhead,
    operating_income: gross_margin - overhead,
    ...result,
    variance: result.net_income - result.budget,
  };
}

/** Ledger lines that load: whole ones of real days and amounts, of posted batches. */
function ledgerLines(folder: string): string[][] {
  const years = ['2024', '2025', '2026'].flatMap((year) =>
    records(join(folder, `ledger-${year}.csv`), { delimiter: ',', encoding: 'windows-1252' }).slice(1),
  );
  return years.filter((row) => row.length === 17 && row[0]!.startsWith('J') && row[16] === 'posted');
}

function rowsByHand(folder: string): Row[] {
  const known = lists(folder);
  const row = (period: string, account: string, branch: string, division: string, actual: bigint, budget: bigint): Row => ({
    values: { period, account, branch: known.branch(branch), division: known.division(division) },
    amounts: measured(known.account(account), actual, budget),
  });
  const actual = ledgerLines(folder)
    .filter((l) => l[15] === 'regular')
    .map((l) => row(l[3]!, l[4]!, l[5]!, l[6]!, cents(l[12]!) - cents(l[13]!), 0n));
  const sheet = records(join(folder, 'budget.csv'), { delimiter: '\t', encoding: 'utf-16le' })
    .slice(1)
    .filter((l) => l[4] !== '#REF!');
  const signed = (account: string, amount: string): bigint => (known.account(account).side === 'credit' ? -cents(amount) : cents(amount));
  return [...actual, ...sheet.map((l) => row(l[0]!, l[1]!, l[2]!, l[3]!, 0n, signed(l[1]!, l[4]!)))];
}

/** Balance sheet accounts move too, so the gate has groups without any income; both sides leave them out. */
const withFigures = (lines: readonly string[], dimensions: number): string[] =>
  lines.filter((line) => (JSON.parse(line) as string[]).slice(dimensions).some((amount) => amount !== '0.00'));

let files: string;
beforeAll(async () => {
  files = mkdtempSync(join(tmpdir(), 'greenfield-'));
  await generateGreenfield(files);
}, 60_000);
afterAll(() => rmSync(files, { recursive: true }));

describe('Finance over the books of Greenfield', () => {
  let run: DepartmentRun;
  let rows: Row[];
  beforeAll(async () => {
    rows = rowsByHand(files);
    run = await runDepartment(finance, { files });
  }, 120_000);
  afterAll(() => run?.close());

  it('publishes, refusing the planted lines with a reason each', () => {
    expect(run.result).toEqual({ state: 'published', load: 1 });
    expect(run.rejected).toBe(14);
    for (const step of run.steps.filter((s) => s.kind === 'source')) expect(step.read).toBe((step.loaded ?? 0) + (step.rejected ?? 0));
    const refused = readFileSync(join(run.folder, 'ledger.rejects.csv'), 'utf8');
    for (const value of ['06/31/2024', '1250.125', '02/30/2026', '#VALUE!', '*** Page 1284 of 1284 ***', 'Hobbs, Green & Co'])
      expect(refused).toContain(value);
    expect(readFileSync(join(run.folder, 'budget_sheet.rejects.csv'), 'utf8')).toContain('#REF!');
  });

  it('warns of what a controller must look at, and of nothing else', () => {
    expect(run.checks.filter((c) => !c.passed).map(({ title, severity, faults }) => [severity, title, faults])).toEqual([
      ['warn', 'No line was entered after its period was closed', 4],
      ['warn', 'No vendor document was posted twice', 1],
      ['warn', 'No cheque of an earlier period was voided', 1],
      ['warn', 'No batch is waiting to be posted', 1],
    ]);
  });

  it.each(groupings(['period', 'branch', 'division']).map((by) => [by.join(', ') || 'nothing', by] as const))(
    'gives every figure to the cent by %s',
    async (_, by) => {
      const gate = await run.figures({ metrics: MEASURES, by, limit: 100_000 });
      expect(withFigures(answered(gate, by.length), by.length)).toEqual(withFigures(listed(sums(rows, by, MEASURES), MEASURES), by.length));
    },
    60_000,
  );

  it('gives net income, budget and variance of every account', async () => {
    const measures = ['net_income', 'budget', 'variance'];
    const where = { period: ['2026-10'], type: ['Revenue', 'Expense'] };
    const mine = sums(
      rows.filter((r) => r.values['period'] === '2026-10'),
      ['account'],
      measures,
    );
    const gate = answered(await run.figures({ metrics: measures, by: ['account'], where }), 1);
    expect(withFigures(gate, 1)).toEqual(withFigures(listed(mine, measures), 1));
    expect(gate.length).toBeGreaterThan(50);
  });

  it('holds what the trial balance says, in every period and account, and nothing over all accounts', async () => {
    const expected = records(join(files, 'trial-balance.csv'), { delimiter: ',' })
      .slice(1)
      .map(([period, account, , , balance]) => JSON.stringify([period, account, money(cents(balance!))]))
      .sort();
    expect(answered(await run.figures({ metrics: ['balance'], by: ['period', 'account'], limit: 100_000 }), 2)).toEqual(expected);
    expect(await run.figures({ metrics: ['balance'] })).toEqual([['0.00']]);
  });

  it('drills from a figure to its ledger lines, whose sum is the figure', async () => {
    const where = { period: ['2026-09'], branch: ['Harbour'], division: ['Design-build'] };
    for (const metric of ['revenue', 'gross_margin', 'budget_revenue']) {
      const [[figure] = []] = await run.figures({ metrics: [metric], where });
      const behind = await run.rows({ metric, where, limit: 1000 });
      expect([behind.total, behind.figure]).toEqual([figure, figure]);
      expect(behind.count).toBeGreaterThan(3);
    }
  });
});

describe('Finance over damaged books', () => {
  it('publishes nothing when a journal is off by a cent and an account is missing, and says so', async () => {
    const damaged = mkdtempSync(join(tmpdir(), 'damaged-'));
    await generateGreenfield(damaged, { scale: 0.1 });
    const change = (file: string, edit: (text: string) => string): void =>
      writeFileSync(join(damaged, file), edit(readFileSync(join(damaged, file), 'latin1')), 'latin1');
    change('ledger-2025.csv', (text) => text.replace(/,(\d+)\.(\d)1,,/, ',$1.$22,,'));
    change('accounts.csv', (text) => text.replace(/^5410,.*\r\n/m, ''));
    const run = await runDepartment(finance, { files: damaged });
    try {
      expect(run.result.state).toBe('refused');
      const failed = run.checks.filter((c) => !c.passed && c.severity === 'block').map((c) => `${c.model}: ${c.title}`);
      expect(failed).toEqual(
        expect.arrayContaining([
          'ledger_lines: amount adds up to zero for each journal',
          'ledger_lines: account exists in accounts.account',
          'ledger_lines: debit adds up to trial_balance.debit for each period',
        ]),
      );
      expect(run.warehouse.snapshot('finance')).toBeUndefined();
    } finally {
      await run.close();
      rmSync(damaged, { recursive: true });
    }
  }, 120_000);
});
