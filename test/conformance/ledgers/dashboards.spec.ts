import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateGreenfield } from '../../../api/src/demo/greenfield/index.js';
import { finance } from '../../../api/src/departments/finance/finance.js';
import { type DepartmentRun, runDepartment } from '../../support/run-department.js';

const PAGE = 'profit-and-loss';

describe("Finance's dashboards", () => {
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

  const tiles = finance.dashboards.flatMap((d) => d.rows.flat().map((t) => [d.id, t.id] as const));

  it('show at least twelve tiles of profit and loss', () => {
    expect(tiles.filter(([dashboard]) => dashboard === PAGE).length).toBeGreaterThanOrEqual(12);
  });

  it.each(tiles)('%s: %s shows figures of the newest whole month', async (dashboard, tile) => {
    const shown = await run.tile(dashboard, tile);
    expect(shown.where).toEqual({ period: ['2026-10'] });
    expect(shown.rows.length).toBeGreaterThan(0);
    expect(shown.summary).not.toContain('undefined');
  });

  it.each([
    ['everything', {}],
    ['one branch', { branch: ['Lakeside'] }],
    ['one division in winter', { division: ['Snow and ice'], period: ['2026-01'] }],
  ])('prove every subtotal of the statement for %s', async (_, filters) => {
    const { statement = [] } = await run.tile(PAGE, 'statement-income-statement', filters);
    const subtotals = statement.filter((row) => row.kind === 'subtotal');
    expect(subtotals.map((row) => [row.title, row.proven])).toEqual([
      ['Gross margin', true],
      ['Operating income', true],
      ['Net income', true],
    ]);
    expect(statement.map((row) => row.title)).not.toContain('Not in any section');
  });

  it('drill from every figure of the statement to lines that add up to it', async () => {
    const filters = { branch: ['Harbour'], division: ['Enhancement'] };
    const { statement = [], columns } = await run.tile(PAGE, 'statement-income-statement', filters);
    const figures = columns.filter((column) => column.role === 'metric');
    let drilled = 0;
    for (const row of statement.filter((r) => r.kind === 'account')) {
      const isCost = !row.title.startsWith('4') && !row.title.startsWith('8');
      for (const [i, { drill }] of figures.entries()) {
        const shown = row.amounts[i];
        if (!drill || shown === null || shown === undefined) continue;
        const behind = await run.rows({ metric: drill.metric, where: { ...row.where, ...drill.where }, limit: 1 });
        // costs are shown positive, but a variance is favourable when positive, for income and cost alike
        const figure = isCost && figures[i]?.name !== 'variance' ? negated(shown) : shown;
        expect([row.title, figures[i]?.name, behind.total, behind.figure]).toEqual([row.title, figures[i]?.name, figure, figure]);
        drilled++;
      }
    }
    expect(drilled).toBeGreaterThan(60);
  }, 60_000);
});

const negated = (amount: string): string => (/^-?0\.00$/.test(amount) ? amount : amount.startsWith('-') ? amount.slice(1) : `-${amount}`);
