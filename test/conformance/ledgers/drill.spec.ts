import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Cell, Filters, ResultColumn, TileResult } from '#core/contract';
import { previousYear } from '#core/kernel';
import { generateGreenfield } from '../../../api/src/demo/greenfield/index.js';
import { finance } from '../../../api/src/departments/finance/finance.js';
import { type DepartmentRun, runDepartment } from '../../support/run-department.js';

/** Whatever figure of Finance a person looks at: the ledger and budget lines behind it add up to it. */
describe('A figure of Finance', () => {
  let files: string;
  let run: DepartmentRun;
  beforeAll(async () => {
    files = mkdtempSync(join(tmpdir(), 'greenfield-'));
    await generateGreenfield(files, { scale: 0.1 });
    run = await runDepartment(finance, { files });
  }, 120_000);
  afterAll(async () => {
    await run?.close();
    rmSync(files, { recursive: true });
  });

  const LEVELS = ['balance', 'cash', 'receivables', 'payables', 'debt'];
  const views: [string, string[], Filters][] = [
    ['everything', [], {}],
    ['each account at the end of a period', ['account'], { period: ['2025-06'] }],
    ['each branch at the end of a year', ['branch'], { fiscal_year: [2024] }],
    ['each statement line of one branch until a period', ['statement_line'], { period: { to: '2026-03' }, branch: ['Harbour'] }],
    ['each type of account at the end of a season', ['type'], { season: ['Snow'], fiscal_year: [2025] }],
    ['each period', ['period'], { branch: ['Lakeside'], category: ['Assets'] }],
  ];

  it.each(views)(
    'is held by its ledger lines until then: %s',
    async (_, by, where) => {
      const asked = await run.figures({ metrics: LEVELS, by, where });
      let tied = 0;
      for (const row of asked.slice(0, 12)) {
        const own: Filters = Object.fromEntries(by.map((name, i) => [name, [String(row[i])]]));
        for (const [i, metric] of LEVELS.entries()) {
          const figure = row[by.length + i];
          const behind = await run.rows({ metric, where: { ...where, ...own }, limit: 1 });
          expect([metric, own, behind.total]).toEqual([metric, own, figure ?? '0.00']);
          if (figure !== null && figure !== '0.00') tied += behind.count > 0 ? 1 : -1000;
        }
      }
      expect(tied).toBeGreaterThan(0);
    },
    60_000,
  );

  it('that compares with the budget is made of lines of both', async () => {
    for (const metric of ['variance', 'revenue_variance']) {
      const { columns, rows, total, figure, title } = await run.rows({
        metric,
        where: { period: ['2026-09'], branch: ['Harbour'] },
        limit: 1000,
      });
      expect([total, title]).toEqual([figure, expect.stringContaining('Ledger lines and Budget lines')]);
      expect(columns.map((c) => c.name)).toEqual([
        ...['rows_of', 'period', 'account', 'branch', 'division', 'entry', 'amount', '_file', '_line'],
        'contribution',
      ]);
      expect(new Set(rows.map(([of]) => of))).toEqual(new Set(['Ledger lines', 'Budget lines']));
    }
  });

  const tiles = finance.dashboards.flatMap((d) => d.rows.flat().map((t) => [d.id, t.id] as const));

  it.each(tiles)(
    'on the tile %s: %s leads to rows that add up to it',
    async (dashboard, id) => {
      const tile = await run.tile(dashboard, id, { branch: ['Harbour'] });
      for (const { metric, where, shown } of targetsOf(tile).slice(0, 40)) {
        const { total } = await run.rows({ metric, where, limit: 1 });
        expect([metric, where, total]).toEqual([metric, where, shown]);
      }
      const drilled = tile.columns.filter((column) => column.drill ?? column.parts);
      expect(drilled.length).toBeGreaterThan(0);
    },
    60_000,
  );
});

interface Target {
  readonly metric: string;
  readonly where: Filters;
  readonly shown: Cell;
}

/** What each figure of a tile drills to, put together as the browser does; a statement's lines say their own conditions. */
function targetsOf(tile: TileResult): Target[] {
  const rows = tile.rest ? tile.rows.slice(0, -1) : tile.rows;
  return rows.flatMap((row, at) =>
    tile.columns.flatMap((column, i): Target[] => {
      const line = tile.statement?.[at];
      const own = tile.statement ? line?.where : conditionsOf(tile, row, column);
      if (!column.drill || !own) return [];
      const shown = row[i] ?? '0.00';
      const where = { ...tile.where, ...own, ...column.drill.where };
      return [{ metric: column.drill.metric, where, shown: isTurned(tile, at, column) ? negated(String(shown)) : shown }];
    }),
  );
}

function conditionsOf(tile: TileResult, row: readonly Cell[], column: ResultColumn): Filters | undefined {
  const where: Filters = {};
  for (const [i, dimension] of tile.columns.entries()) {
    if (dimension.role !== 'dimension') continue;
    const value = row[i];
    if (value === null || value === undefined) return undefined;
    where[dimension.name] = [column.look === 'past' && dimension.kind === 'period' ? previousYear(String(value)) : String(value)];
  }
  return where;
}

const INCOME = ['Revenue', 'Other income and expense'];

/** A statement shows the costs of its sections turned, so that they read as positive. */
function isTurned(tile: TileResult, at: number, column: ResultColumn): boolean {
  const above = tile.statement?.slice(0, at + 1) ?? [];
  if (above.at(-1)?.kind === 'subtotal' || column.name === 'variance') return false;
  const section = above.findLast((row) => row.kind === 'section')?.title;
  return section !== undefined && !INCOME.includes(section);
}

const negated = (amount: string): string => (/^-?0\.00$/.test(amount) ? amount : amount.startsWith('-') ? amount.slice(1) : `-${amount}`);
