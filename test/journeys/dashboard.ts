import type { GateResult } from '#core/contract';
import { ask, settled, tile, type Visitor, visit, type World, written } from './visit.js';

/** A figure as the gate gives it, by no tile: what a tile has to show. */
async function figure(person: Visitor, world: World, metric: string, where: Record<string, string[]>): Promise<string> {
  const { rows } = await ask<GateResult>(person, world, 'query', { metrics: [metric], where });
  return String(rows[0]?.[0]);
}

export function dashboardJourneys(now: () => World): void {
  it('shows the figures of the newest closed period, each exact to the cent for people who hear the page', async () => {
    const person = await visit(now(), { as: 'emma' });
    await person.open('/finance/profit-and-loss');
    for (const [title, metric] of [
      ['Revenue', 'revenue'],
      ['Overhead', 'overhead'],
      ['Net income', 'net_income'],
    ] as const) {
      const exact = written(await figure(person, now(), metric, { period: ['2026-10'] }));
      expect(
        await tile(person.page, title)
          .getByRole('button', { name: `${title} ${exact} USD` })
          .count(),
      ).toBe(1);
    }
    expect(await person.page.getByRole('button', { name: /^As of load 1, .*ties to the ledger$/ }).count()).toBe(1);
    await person.leave();
  });

  it('keeps filters in the address: they survive a reload, and a link shows a colleague the same', async () => {
    const person = await visit(now(), { as: 'leo' });
    await person.open('/finance/profit-and-loss');
    await person.page.getByRole('combobox', { name: 'Branch' }).click();
    await person.page.getByRole('menuitemcheckbox', { name: 'North' }).click();
    await person.page.keyboard.press('Escape');
    await settled(person.page);
    const exact = written(await figure(person, now(), 'revenue', { period: ['2026-10'], branch: ['North'] }));
    const shown = { name: `Revenue ${exact} USD` };
    expect(new URL(person.page.url()).searchParams.getAll('branch')).toEqual(['North']);
    await tile(person.page, 'Revenue').getByRole('button', shown).waitFor();
    await person.page.reload();
    await tile(person.page, 'Revenue').getByRole('button', shown).waitFor();

    const colleague = await visit(now(), { as: 'carla' });
    await colleague.page.goto(person.page.url());
    await tile(colleague.page, 'Revenue').getByRole('button', shown).waitFor();
    await colleague.page.getByRole('button', { name: 'Clear' }).click();
    await tile(colleague.page, 'Revenue').getByRole('button', shown).waitFor({ state: 'detached' });
    expect(new URL(colleague.page.url()).search).toBe('');
    await Promise.all([person.leave(), colleague.leave()]);
  });

  it('shows a chart as the table it is, and says what its figures mean', async () => {
    const { page, open, leave } = await visit(now(), { as: 'emma' });
    await open('/finance/profit-and-loss');
    const trend = tile(page, 'Revenue, budget and last year (USD)');
    expect(await trend.getByRole('img').first().getAttribute('aria-label')).toContain('Nov 2025 to Oct 2026');
    await trend.getByRole('button', { name: /^Actions for/ }).click();
    await page.getByRole('menuitem', { name: 'Show as table' }).click();
    expect(await trend.getByRole('row').count()).toBe(13);
    await trend.getByRole('button', { name: /^Actions for/ }).click();
    await page.getByRole('menuitem', { name: 'What is this figure' }).click();
    const dialog = page.getByRole('dialog');
    expect(await dialog.getByText('How it is computed').count()).toBe(2);
    await dialog.getByRole('button', { name: 'Close' }).click();
    await leave();
  });

  it.each([
    ['Revenue', /Revenue (?=[\d,.]+ USD)/],
    ['Income statement', /Materials, Year to date/],
    ['Divisions', /Irrigation, Direct cost/],
  ])('drills from %s to rows that add up to exactly that figure', async (title, name) => {
    const { page, open, leave } = await visit(now(), { as: 'emma' });
    await open('/finance/profit-and-loss');
    const button = tile(page, title).getByRole('button', { name });
    const amount = /[\d,]+\.\d\d/.exec((await button.textContent())?.split(/, show the rows/)[0]?.split(name)[1] ?? '')?.[0];
    await button.click();
    const proof = await page.getByRole('dialog').getByRole('status').textContent();
    expect(proof).toMatch(/^[\d,]+ rows add up to \(?[\d,.]+\)? USD: exactly the figure\./);
    expect(proof).toContain(amount);
    await leave();
  });

  it('opens the sections of the statement to their accounts; its subtotals are proven', async () => {
    const { page, open, leave } = await visit(now(), { as: 'emma' });
    await open('/finance/profit-and-loss');
    const statement = tile(page, 'Income statement');
    expect(await statement.getByRole('img', { name: /^Proven/ }).count()).toBe(3);
    await statement.getByRole('button', { name: 'Show the accounts of Materials' }).click();
    await statement.getByRole('rowheader', { name: /^5210/ }).waitFor();
    await statement.getByRole('button', { name: 'Hide the accounts of Materials' }).click();
    await statement.getByRole('rowheader', { name: /^5210/ }).waitFor({ state: 'detached' });
    await leave();
  });

  it('says what happened, what to do and the id for IT when a tile cannot be fetched, and tries again', async () => {
    const { page, leave } = await visit(now(), { as: 'emma' });
    const problem = {
      code: 'gate.late',
      title: 'Too late',
      detail: 'The figures took too long.',
      remedy: 'Try again in a minute.',
      requestId: 'req-7',
    };
    const broken = '**/tiles/kpi-revenue';
    await page.route(broken, (route) =>
      route.fulfill({ status: 409, contentType: 'application/problem+json', body: JSON.stringify({ ...problem, status: 409 }) }),
    );
    await page.goto(`${now().app.address}/finance/profit-and-loss`);
    const alert = tile(page, 'Revenue').getByRole('alert');
    await alert.waitFor();
    expect(await alert.textContent()).toMatch(/The figures took too long\.[\s\S]*Try again in a minute\.[\s\S]*req-7/);
    await page.unroute(broken);
    await alert.getByRole('button', { name: 'Try again' }).click();
    await tile(page, 'Revenue')
      .getByRole('button', { name: /Revenue [\d,.]+ USD/ })
      .waitFor();
    await settled(page);
    now().complaints.splice(0, now().complaints.length, ...now().complaints.filter((text) => !text.includes('409')));
    await leave();
  });
}
