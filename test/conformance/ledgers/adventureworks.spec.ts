import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { adventureworks } from '../../departments/adventureworks.js';
import { type DepartmentRun, runDepartment } from '../../support/run-department.js';
import { answered, cents, groupings, listed, type Row, records, sums } from './by-hand.js';

const FOLDER = join(__dirname, '../../../../shared/data/ledger/adventureworks');
const present = existsSync(FOLDER);
const suite = present ? describe : describe.skip;

const DIMENSIONS = ['year', 'month', 'organisation', 'department', 'account'];
const MEASURES = ['actual', 'budget', 'variance', 'net_income'];

const table = (name: string): string[][] => records(join(FOLDER, `${name}.csv`), { delimiter: '|', quoted: false });
const keyed = (name: string): Map<string, string[]> => new Map(table(name).map((row) => [row[0]!, row]));

/** The facts with their dimensions looked up and the operators of the account tree multiplied along the path. */
function rowsByHand(): Row[] {
  const [accounts, organisations, departments, dates] = ['DimAccount', 'DimOrganization', 'DimDepartmentGroup', 'DimDate'].map(keyed) as [
    Map<string, string[]>,
    Map<string, string[]>,
    Map<string, string[]>,
    Map<string, string[]>,
  ];
  const titles = [...accounts.values()].map((a) => a[4]!);
  const nameOf = (a: string[]): string => (titles.filter((t) => t === a[4]).length > 1 ? `${a[4]} (${a[2]})` : a[4]!);
  const factorOf = (key: string): bigint => {
    const [, parent, , , , , operator] = accounts.get(key)!;
    const own = operator === '+' ? 1n : operator === '-' ? -1n : 0n;
    return parent ? own * factorOf(parent) : own;
  };
  const known = new Map([...accounts].map(([key, a]) => [key, { name: nameOf(a), factor: factorOf(key) }]));
  return table('FactFinance').map(([, date, organisation, department, scenario, account, amount]) => {
    const day = dates.get(date!)!;
    const { name, factor } = known.get(account!)!;
    const actual = scenario === '1' ? cents(amount!) : 0n;
    const budget = scenario === '2' ? cents(amount!) : 0n;
    const values = {
      year: Number(day[14]),
      month: Number(day[12]),
      organisation: organisations.get(organisation!)![3]!,
      department: departments.get(department!)![2]!,
      account: name,
    };
    return { values, amounts: { actual, budget, variance: actual - budget, net_income: actual * factor } };
  });
}

suite(`AdventureWorks${present ? '' : ' (skipped: ../shared/data/ledger is not there)'}`, () => {
  let run: DepartmentRun;
  let rows: Row[];
  beforeAll(async () => {
    rows = rowsByHand();
    run = await runDepartment(adventureworks);
  }, 120_000);
  afterAll(() => run?.close());

  it('loads all 39,409 facts, rejects none, and passes every check', () => {
    expect(run.result).toEqual({ state: 'published', load: 1 });
    expect(run.steps.find((s) => s.name === 'finance_rows')).toMatchObject({ read: 39_409, loaded: 39_409, rejected: 0 });
    expect(run.checks.filter((c) => !c.passed)).toEqual([]);
  });

  it('gives the totals that the files hold, to the cent', async () => {
    expect(await run.figures({ metrics: MEASURES })).toEqual([['1316228562.70', '42411850.00', '1273816712.70', '20680620.86']]);
    expect(await run.figures({ metrics: ['net_income'], by: ['year'], order: [{ by: 'year', direction: 'asc' }] })).toEqual([
      [2010, '-247985.57'],
      [2011, '5462068.53'],
      [2012, '6915037.38'],
      [2013, '8551500.52'],
    ]);
  });

  it('keeps the two accounts called Other Assets apart: 71 accounts have figures', async () => {
    const accounts = (await run.figures({ metrics: ['actual', 'budget'], by: ['account'] })).map(([name]) => name);
    expect(accounts).toHaveLength(71);
    expect(accounts.filter((name) => String(name).startsWith('Other Assets'))).toEqual(['Other Assets (1300)', 'Other Assets (6850)']);
  });

  it.each(groupings(DIMENSIONS).map((by) => [by.join(', ') || 'nothing', by] as const))(
    'gives every figure to the cent by %s',
    async (_, by) => {
      const gate = await run.figures({ metrics: MEASURES, by, limit: 100_000 });
      expect(answered(gate, by.length)).toEqual(listed(sums(rows, by, MEASURES), MEASURES));
    },
    60_000,
  );

  it('shows every tile of its dashboard', async () => {
    for (const dashboard of adventureworks.dashboards)
      for (const { id } of dashboard.rows.flat()) expect((await run.tile(dashboard.id, id)).rows.length).toBeGreaterThan(0);
  });

  it('shows the lines behind a figure, and they add up to it', async () => {
    const where = { year: [2012], organisation: ['Canadian Division'] };
    const mine = rows.filter((r) => r.values['year'] === 2012 && r.values['organisation'] === 'Canadian Division');
    const total = sums(mine, [], MEASURES).get('[]')!;
    for (const metric of ['actual', 'net_income']) {
      const behind = await run.rows({ metric, where, limit: 1000 });
      expect(behind.total).toBe(behind.figure);
      expect(cents(behind.total)).toBe(total[metric]);
    }
  });
});
