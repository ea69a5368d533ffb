import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { readSheet } from 'read-excel-file/node';
import type { DashboardView, RowsResult, TileResult } from '#core/contract';
import { addDecimals } from '#core/kernel';
import { ask, tile, type Visitor, visit, type World } from './visit.js';

/** The tile's figures as the API gives them: what the file must hold. */
async function figuresOf(person: Visitor, world: World, title: string): Promise<TileResult> {
  const answer = await person.page.request.get(`${world.app.address}/api/modules/finance/dashboards/profit-and-loss`);
  const view = (await answer.json()) as DashboardView;
  const id = view.rows.flat().find((one) => one.title === title)?.id;
  return ask(person, world, `dashboards/profit-and-loss/tiles/${id}`, { filters: { period: ['2026-10'] } });
}

async function downloaded({ page }: Visitor, start: () => Promise<void>): Promise<{ name: string; file: string }> {
  const [download] = await Promise.all([page.waitForEvent('download'), start()]);
  return { name: download.suggestedFilename(), file: await download.path() };
}

const fromMenu = (person: Visitor, title: string, item: string) => async (): Promise<void> => {
  await tile(person.page, title)
    .getByRole('button', { name: `Actions for ${title}` })
    .click();
  await person.page.getByRole('menuitem', { name: item }).click();
};

export function exportJourneys(now: () => World): void {
  it('writes a tile as CSV, digit for digit what the tile holds', async () => {
    const person = await visit(now(), { as: 'leo' });
    await person.open('/finance/profit-and-loss');
    const { name, file } = await downloaded(person, fromMenu(person, 'Divisions', 'Export as CSV'));
    const { rows, totals } = await figuresOf(person, now(), 'Divisions');
    const [, ...lines] = parse(readFileSync(file), { bom: true }) as string[][];
    expect(name).toMatch(/^finance-.*\.csv$/);
    expect(lines).toEqual([...rows, totals ?? []].map((row) => row.map((cell) => (cell === null ? '' : String(cell)))));
    await person.page.getByText('is in your downloads').first().waitFor();
    await person.leave();
  });

  it('writes a tile as an Excel file with real numbers, and beside them where they come from', async () => {
    const person = await visit(now(), { as: 'carla' });
    await person.open('/finance/profit-and-loss');
    const { file } = await downloaded(person, fromMenu(person, 'Divisions', 'Export to Excel'));
    const { rows } = await figuresOf(person, now(), 'Divisions');
    const [, ...lines] = await readSheet(file, 1);
    const amounts = (line: readonly unknown[] | undefined): unknown[] => [line?.[0], line?.[1] ?? null, line?.[4] ?? null];
    expect(lines.slice(0, rows.length).map(amounts)).toEqual(
      rows.map((row) => [row[0], row[1] === null ? null : Number(row[1]), row[4] === null ? null : Number(row[4])]),
    );
    const about = new Map((await readSheet(file, 2)).map(([label, value]) => [String(label), String(value)]));
    expect(about.get('Exported by')).toBe('Carla Conti (carla)');
    await person.leave();
  });

  it('writes the rows behind a figure, which add up to it', async () => {
    const person = await visit(now(), { as: 'leo' });
    await person.open('/finance/profit-and-loss');
    await tile(person.page, 'Revenue')
      .getByRole('button', { name: /Revenue [\d,.]+ USD/ })
      .click();
    const drawer = person.page.getByRole('dialog');
    const { file } = await downloaded(person, () => drawer.getByRole('button', { name: 'Export as CSV' }).click());
    const behind = await ask<RowsResult>(person, now(), 'rows', { metric: 'revenue', where: { period: ['2026-10'] }, limit: 1 });
    const [, ...lines] = parse(readFileSync(file), { bom: true }) as string[][];
    expect(lines).toHaveLength(behind.count);
    expect(lines.map((line) => line.at(-1) ?? '0').reduce(addDecimals, '0.00')).toBe(behind.figure);
    await person.leave();
  });

  it('offers no export to a person who may only look', async () => {
    const { page, open, leave } = await visit(now(), { as: 'emma' });
    await open('/finance/profit-and-loss');
    await tile(page, 'Divisions').getByRole('button', { name: 'Actions for Divisions' }).click();
    expect(await page.getByRole('menuitem').allInnerTexts()).toEqual(['What is this figure']);
    await leave();
  });
}
