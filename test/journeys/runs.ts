import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { settled, visit, type World } from './visit.js';

export function runJourneys(now: () => World): void {
  it('offers no run to a person who may not start one', async () => {
    const { page, open, leave } = await visit(now(), { as: 'emma' });
    await open('/finance/runs');
    expect(await page.getByRole('button', { name: 'Start a run' }).count()).toBe(0);
    await leave();
  });

  it('follows a run live to its end: rows in, out and rejected, each check, the rejects as a file', async () => {
    const { page, open, leave } = await visit(now(), { as: 'leo' });
    await open('/finance/runs');
    await page.getByRole('button', { name: 'Start a run' }).click();
    await page.getByRole('progressbar').waitFor();
    await page.getByText('This page follows the run as it goes.').waitFor();
    await page.getByText('Load 2 is published.').waitFor({ timeout: 90_000 });
    const ledger = page.getByRole('row', { name: /General ledger/ });
    const [read, loaded, rejected] = (await ledger.getByRole('cell').allInnerTexts())
      .slice(1, 4)
      .map((text) => Number(text.replaceAll(',', '')));
    expect(read).toBe((loaded ?? 0) + (rejected ?? 0));
    const [download] = await Promise.all([page.waitForEvent('download'), ledger.getByRole('link').click()]);
    const lines = readFileSync(await download.path(), 'utf8')
      .trim()
      .split(/\r?\n/);
    expect(lines).toHaveLength((rejected ?? 0) + 1);
    expect(lines[0]).toMatch(/line.*column.*value.*reason/i);
    await page.getByRole('button', { name: 'Show them' }).click();
    expect(await page.getByRole('row', { name: /Passed/ }).count()).toBeGreaterThan(50);
    await leave();
  });

  it('shows an older load when asked, says so, and goes back to the newest', async () => {
    const { page, open, leave } = await visit(now(), { as: 'emma' });
    await open('/finance/profit-and-loss');
    await page.getByRole('button', { name: /^As of load 2/ }).click();
    await page.getByRole('menuitemradio', { name: /^Load 1/ }).click();
    await page.getByText('You see the figures as of load 1.').waitFor();
    expect(new URL(page.url()).searchParams.get('asOf')).toBe('1');
    await page.getByRole('button', { name: 'Show the newest' }).click();
    await page.getByRole('button', { name: /^As of load 2/ }).waitFor();
    await leave();
  });

  it('keeps the figures of before when a run is refused, and says since when and why', async () => {
    unbalance(join(now().app.dataFolder, 'greenfield'));
    const { page, open, leave } = await visit(now(), { as: 'leo' });
    await open('/finance/runs');
    await page.getByRole('button', { name: 'Start a run' }).click();
    await page.getByRole('status').getByText('Refused').waitFor({ timeout: 90_000 });
    await open('/finance/profit-and-loss');
    await page.getByText(/^No newer figures since/).waitFor();
    await page.getByRole('button', { name: /^As of load 2, .*a later run failed$/ }).waitFor();
    await page.getByRole('button', { name: 'See the run' }).click();
    await page.getByRole('status').getByText('Refused').waitFor();
    await settled(page);
    expect(await page.getByRole('row', { name: /Failed.*Nothing is published/ }).count()).toBeGreaterThan(0);
    await leave();
  });
}

/** Adds a cent to the first line of the newest ledger file: its journal no longer balances. */
function unbalance(folder: string): void {
  const ledgers = readdirSync(folder).filter((name) => /^ledger-\d+\.csv$/.test(name));
  const file = join(folder, ledgers.sort().at(-1) ?? '');
  const [head, first = '', ...others] = readFileSync(file, 'latin1').split('\n');
  const off = first.replace(/(\.\d)(\d)/, (_, front: string, cent: string) => `${front}${(Number(cent) + 1) % 10}`);
  writeFileSync(file, [head, off, ...others].join('\n'), 'latin1');
}
