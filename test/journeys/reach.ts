/// <reference lib="dom" />
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { settled, tile, visit, type World } from './visit.js';

const PAGES = ['/finance/profit-and-loss', '/finance/balance-sheet', '/finance/runs', '/nowhere/at/all'];
export const THEMES = ['light', 'dark', 'contrast'];
export const WIDTHS = [320, 768, 1024, 1440];
const SCREENSHOT = resolve(__dirname, '../../deploy/screenshots/profit-and-loss.png');

/** What axe finds serious or worse in a part of the page. Tabster's focus traps are hidden and focusable on purpose. */
export async function faults(page: Page, part = 'html'): Promise<string[]> {
  const axe = new AxeBuilder({ page })
    .include(part)
    .exclude('[data-tabster-dummy]')
    .options({ resultTypes: ['violations'], iframes: false });
  const { violations } = await axe.analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
}

export const sideways = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

export async function focusWithTab(page: Page, name: RegExp, most = 80): Promise<void> {
  for (let n = 0; n < most; n++) {
    await page.keyboard.press('Tab');
    const label = await page.evaluate(
      () => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? '',
    );
    if (name.test(label)) return;
  }
  throw new Error(`Tab never reached ${name}`);
}

export function reachJourneys(now: () => World): void {
  it('is usable with the keyboard alone: sign in, skip to the content, a menu, the rows behind a figure and back', async () => {
    const { page, open, leave } = await visit(now());
    await open('/finance/profit-and-loss');
    await page.keyboard.type('leo');
    await page.keyboard.press('Tab');
    await page.keyboard.type('jupiter-demo');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Profit and loss', level: 1 }).waitFor();
    await settled(page);
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    await focusWithTab(page, /^Skip to content$/);
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('content');
    await focusWithTab(page, /^Actions for Revenue$/);
    await page.keyboard.press('Enter');
    await page.getByRole('menu').waitFor();
    await page.keyboard.press('Escape');
    await focusWithTab(page, /Revenue [\d,.]+ USD/);
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').getByRole('status').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await page.evaluate(() => document.activeElement?.textContent)).toMatch(/Revenue [\d,.]+ USD/);
    await leave();
  });

  it.each(THEMES)('has nothing that axe calls serious on any page, in the %s theme', async (theme) => {
    const stranger = await visit(now());
    await stranger.open(`/?theme=${theme}`);
    expect(await faults(stranger.page)).toEqual([]);
    await stranger.leave();
    const { page, open, leave } = await visit(now(), { as: 'leo' });
    for (const path of PAGES) {
      await open(`${path}?theme=${theme}`);
      expect([path, await faults(page)]).toEqual([path, []]);
    }
    await page.goto(`${now().app.address}/finance/runs?theme=${theme}`);
    await page
      .getByRole('link', { name: /^Open the run/ })
      .first()
      .click();
    await page.getByRole('heading', { name: /^Run of/ }).waitFor();
    expect(await faults(page)).toEqual([]);
    await open(`/finance/profit-and-loss?theme=${theme}`);
    await tile(page, 'Net income')
      .getByRole('button', { name: /Net income -?[\d,.]+ USD/ })
      .click();
    await page.getByRole('dialog').getByRole('table').waitFor();
    expect(await faults(page, '[role=dialog]')).toEqual([]);
    await leave();
  });

  it.each(WIDTHS)('never scrolls sideways in a window %i pixels wide', async (width) => {
    const stranger = await visit(now(), { width });
    await stranger.open('/');
    expect(await sideways(stranger.page)).toBe(0);
    await stranger.leave();
    const { page, open, leave } = await visit(now(), { as: 'leo', width });
    for (const path of PAGES) {
      await open(path);
      expect([path, await sideways(page)]).toEqual([path, 0]);
    }
    await leave();
  });

  it('shows no navigation of its own inside a host', async () => {
    const { page, open, leave } = await visit(now(), { as: 'leo' });
    await open('/finance?host=teams&theme=dark');
    expect(await page.getByRole('navigation', { name: 'Modules' }).count()).toBe(0);
    expect(await page.locator('html').getAttribute('data-theme')).toBe('dark');
    await leave();
  });

  if (process.env['JUPITER_SCREENSHOTS'] === 'update') {
    it('takes the picture of the README', async () => {
      const { page, open, leave } = await visit(now(), { as: 'leo', height: 1000 });
      await open('/finance/profit-and-loss');
      mkdirSync(join(SCREENSHOT, '..'), { recursive: true });
      await page.screenshot({ path: SCREENSHOT });
      await leave();
    });
  }
}
