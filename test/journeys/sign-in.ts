import { settled, visit, type World } from './visit.js';

export function signInJourneys(now: () => World): void {
  it('says what is wrong with an empty form and with a wrong password, then lets the person in where they wanted to go', async () => {
    const { page, open, leave } = await visit(now());
    await open('/finance/balance-sheet');
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    expect(await page.getByText('Type your account name.').count()).toBe(1);
    expect(await page.getByText('Type your password.').count()).toBe(1);
    await page.getByLabel('Account').fill('emma');
    await page.getByLabel('Password').fill('not-her-password');
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByRole('alert').first().waitFor();
    await page.getByLabel('Password').fill('jupiter-demo');
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByRole('heading', { name: 'Balance sheet', level: 1 }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/finance/balance-sheet');
    await leave();
  });

  it('shows that it is a demo, and lets in each demo person with one click', async () => {
    const { page, open, leave } = await visit(now());
    await open('/');
    expect(await page.getByText('DEMO').first().isVisible()).toBe(true);
    await page.getByRole('button', { name: /^Sign in as Leo Lindqvist/ }).click();
    await page.getByRole('heading', { name: 'Profit and loss', level: 1 }).waitFor();
    await leave();
  });

  it('asks again when the session is over, and goes on where the person was', async () => {
    const { page, context, open, leave } = await visit(now(), { as: 'emma' });
    await open('/finance/profit-and-loss?branch=North');
    await context.clearCookies();
    await page.getByRole('tab', { name: 'Balance sheet' }).click();
    await page.getByText('Your session has ended.').waitFor();
    await page.getByRole('button', { name: /^Sign in as Emma Berg/ }).click();
    await page.getByRole('heading', { name: 'Balance sheet', level: 1 }).waitFor();
    await leave();
  });

  it('signs out and shows nothing of the person any more', async () => {
    const { page, open, leave } = await visit(now(), { as: 'carla' });
    await open('/');
    await page.getByRole('button', { name: /Carla Conti/ }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in to Jupiter' }).waitFor();
    await page.goBack().catch(() => undefined);
    await settled(page);
    expect(await page.getByText('Revenue').count()).toBe(0);
    await leave();
  });

  it('names the right that is missing, and who grants it', async () => {
    const { page, open, leave } = await visit(now(), { as: 'ida' });
    await open('/finance/profit-and-loss');
    await page.getByRole('heading', { level: 1 }).waitFor();
    expect(await page.getByText('The right "finance.view" is missing from your roles.').isVisible()).toBe(true);
    expect(await page.getByText('IT grants it').isVisible()).toBe(true);
    await leave();
  });

  it('keeps the theme that a person chose', async () => {
    const { page, open, leave } = await visit(now(), { as: 'emma' });
    await open('/finance');
    await page.getByRole('button', { name: /Emma Berg/ }).click();
    await page.getByRole('menuitemradio', { name: 'Dark' }).click();
    await page.locator('html[data-theme=dark]').waitFor({ state: 'attached' });
    await page.reload();
    await page.locator('html[data-theme=dark]').waitFor({ state: 'attached' });
    await leave();
  });
}
