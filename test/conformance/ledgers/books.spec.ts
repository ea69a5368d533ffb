import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { books } from '../../departments/books.js';
import { type DepartmentRun, runDepartment } from '../../support/run-department.js';
import { answered, cents, groupings, listed, type Row, records, sums } from './by-hand.js';

const FOLDER = join(__dirname, '../../../../shared/data/ledger/books');
const present = existsSync(FOLDER);
const suite = present ? describe : describe.skip;

/** Where each layout keeps account, currency and amount; a header row is left out. */
const LAYOUTS = [
  { book: 'basic', header: 1, account: 5, currency: 7, amount: 6 },
  { book: 'drewr3', header: 0, account: 3, currency: 4, amount: 5 },
  { book: 'sample', header: 1, account: 7, currency: 9, amount: 8 },
];

const rowsByHand = (): Row[] =>
  LAYOUTS.flatMap(({ book, header, ...at }) =>
    records(join(FOLDER, `${book}.csv`), { delimiter: ',' })
      .slice(header)
      .map((row) => ({
        values: { book, account: row[at.account]!.trim(), currency: row[at.currency]!.trim() },
        amounts: { balance: cents(row[at.amount]!.trim()) },
      })),
  );

suite(`Books${present ? '' : ' (skipped: ../shared/data/ledger is not there)'}`, () => {
  let run: DepartmentRun;
  beforeAll(async () => {
    run = await runDepartment(books);
  }, 60_000);
  afterAll(() => run?.close());

  it('loads all three layouts without a reject', () => {
    expect(run.result).toEqual({ state: 'published', load: 1 });
    expect(run.steps.filter((s) => s.kind === 'source').map((s) => [s.name, s.loaded, s.rejected])).toEqual([
      ['basic', 156, 0],
      ['drewr3', 31, 0],
      ['sample', 11, 0],
    ]);
  });

  it.each(groupings(['book', 'account', 'currency']).map((by) => [by.join(', ') || 'nothing', by] as const))(
    'gives every balance to the cent by %s',
    async (_, by) => {
      expect(answered(await run.figures({ metrics: ['balance'], by }), by.length)).toEqual(
        listed(sums(rowsByHand(), by, ['balance']), ['balance']),
      );
    },
  );

  it('shows every tile of its dashboard', async () => {
    for (const dashboard of books.dashboards)
      for (const { id } of dashboard.rows.flat()) expect((await run.tile(dashboard.id, id)).rows.length).toBeGreaterThan(0);
  });

  it('keeps the text of a virtual posting as it is written', async () => {
    expect(await run.figures({ metrics: ['balance'], by: ['account'], where: { account: ['(Liabilities:Tithe)'] } })).toEqual([
      ['(Liabilities:Tithe)', '-243.60'],
    ]);
  });
});
