/// <reference lib="dom" />
import type { Locator, Page } from 'playwright-core';
import { NOWHERE, PARCEL } from '../support/operations-app.js';
import { type JobHouse, openJobHouse, TOKEN } from './job-house.js';
import { faults, focusWithTab, sideways, THEMES, WIDTHS } from './reach.js';
import { tile, type Visitor, visit, type World } from './visit.js';

const JOBS = '/platform/jobs';

/** Answers of the page's own refetching that come from now on. */
async function answered(page: Page, path: string, times = 1): Promise<void> {
  for (let n = 0; n < times; n++) await page.waitForResponse((response) => new URL(response.url()).pathname === path);
}

const rows = (page: Page): Locator => tile(page, 'Jobs').getByRole('row');
const row = (page: Page, id: string): Locator => rows(page).filter({ hasText: new RegExp(`#${id}(?!\\d)`) });
const count = (page: Page, state: string): Locator => page.getByRole('link', { name: new RegExp(`^${state} [\\d,]+ `) });

export function jobJourneys(now: () => World): void {
  let house: JobHouse;
  const ida = (width = 1440): Promise<Visitor> => visit(at(house, now()), { as: 'ida', width });
  beforeAll(async () => {
    house = await openJobHouse();
  });
  afterAll(() => house.app.close());

  it('opens to IT first, and to nobody without the right', async () => {
    const { page, open, leave } = await ida();
    await open('/');
    await page.getByRole('heading', { name: 'Jobs', level: 1 }).waitFor();
    expect(await page.getByRole('navigation').getByRole('link').allInnerTexts()).toEqual(['Jobs', 'Schedules', 'Workers']);
    await leave();
    const emma = await visit(at(house, now()), { as: 'emma' });
    await emma.open(JOBS);
    await emma.page.getByText('The right "platform.observe" is missing from your roles.').waitFor();
    await emma.leave();
  });

  it('counts the jobs in each state, and shows what each queue holds', async () => {
    const { page, open, leave } = await ida();
    await open(JOBS);
    for (const [state, jobs] of Object.entries({ Running: 1, Ready: 1, Delayed: 1, 'Held back': 2, Dead: 3 }))
      expect(await count(page, state).textContent()).toMatch(new RegExp(`^${state} ${jobs} `));
    const queue = tile(page, 'Queues').getByRole('listitem').filter({ hasText: PARCEL.title }).first();
    expect(await queue.getByText('Paused').count()).toBe(1);
    expect(await queue.getByRole('list').getByRole('link').allInnerTexts()).toEqual([
      '1 ready',
      '1 delayed',
      '1 blocked',
      '1 waiting',
      '3 dead',
    ]);
    await leave();
  });

  it('keeps its filters in the address, so that a link shows a colleague the same', async () => {
    const { page, open, leave } = await ida();
    await open(JOBS);
    await count(page, 'Held back').click();
    await row(page, house.ids.blocked).waitFor();
    await row(page, house.ids.dead).waitFor({ state: 'detached' });
    expect(new URL(page.url()).searchParams.getAll('state')).toEqual(['blocked', 'waiting', 'parked']);
    await page.getByRole('textbox', { name: 'Key' }).fill('depot');
    await page.keyboard.press('Enter');
    await row(page, house.ids.waiting).waitFor({ state: 'detached' });
    await page.reload();
    await row(page, house.ids.blocked).waitFor();
    expect(await rows(page).count()).toBe(2);
    await page.getByRole('button', { name: 'Clear', exact: true }).click();
    await row(page, house.ids.done).waitFor();
    await page.getByRole('combobox', { name: 'State' }).click();
    await page
      .getByRole('menuitemcheckbox', { name: 'Cancelled' })
      .or(page.getByRole('option', { name: 'Cancelled' }))
      .click();
    await page.keyboard.press('Escape');
    await row(page, house.ids.done).waitFor({ state: 'detached' });
    expect(await row(page, house.ids.cancelled).textContent()).toContain('Too far.');
    await leave();
  });

  it('follows what happens without losing what a person chose or where they are', async () => {
    const { page, open, leave } = await ida();
    await open(JOBS);
    const box = page.getByRole('checkbox', { name: `Choose job ${house.ids.dead}` });
    await box.check();
    const { id } = await house.app.queue.add({ name: PARCEL.name, payload: { to: 'Late', token: TOKEN } });
    await row(page, id).waitFor();
    await answered(page, '/api/platform/jobs', 2);
    expect(await box.isChecked()).toBe(true);
    expect(await box.evaluate((element) => element === document.activeElement)).toBe(true);
    expect(await tile(page, 'Jobs').getByRole('status').textContent()).toBe('1 chosen');
    await page.getByRole('button', { name: 'Choose none' }).click();
    await leave();
  });

  it("tells a job's life, hides its secrets, and runs it again with a corrected payload that keeps them", async () => {
    const { page, open, leave } = await ida();
    await open(`${JOBS}?state=dead`);
    await row(page, house.ids.dead).getByRole('link').click();
    await page.getByRole('heading', { name: `${PARCEL.title} #${house.ids.dead}` }).waitFor();
    const moments = page.getByRole('list', { name: 'Timeline' }).getByRole('listitem');
    expect((await moments.allInnerTexts()).join('\n')).toMatch(/^Created[\s\S]*There is no such street\.[\s\S]*\nDead after start 1/);
    expect(await page.content()).not.toContain(TOKEN);
    await page.getByRole('button', { name: 'Edit and replay' }).click();
    const field = page.getByRole('dialog').getByRole('textbox', { name: 'Payload (JSON)' });
    const asked = await field.inputValue();
    const replay = page.getByRole('dialog').getByRole('button', { name: 'Replay with this payload' });
    await field.fill('{');
    await replay.click();
    await page.getByText(/^This is not JSON/).waitFor();
    await field.fill(asked.replace(`"${NOWHERE}"`, '5'));
    await replay.click();
    await page
      .getByRole('dialog')
      .getByText(/does not fit: to: /)
      .waitFor();
    await field.fill(asked.replace(NOWHERE, 'Pier 4'));
    await replay.click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await house.app.post(`queues/${PARCEL.name}/resume`);
    await page.getByRole('status').getByText('Done').waitFor();
    await house.app.post(`queues/${PARCEL.name}/pause`);
    expect(await tile(page, 'Result').textContent()).toContain('"label": "to Pier 4"');
    expect(await moments.allInnerTexts()).toEqual(expect.arrayContaining([expect.stringMatching(/^Payload edited/)]));
    expect(house.app.tokens.at(-1)).toBe(TOKEN);
    forgive(now(), 400);
    await leave();
  });

  it('replays dead jobs together, saying before how many, and after what became of them', async () => {
    const { page, open, leave } = await ida();
    await open(`${JOBS}?state=dead`);
    await page.getByRole('button', { name: 'Replay all' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Replay 2 dead jobs' }).click();
    await page.getByText('2 jobs replayed').first().waitFor();
    await page.getByText('No job is dead.').waitFor();
    await leave();
  });

  it('cancels a job that runs within seconds, and those that wait at once', async () => {
    const { page, open, leave } = await ida();
    await open(`${JOBS}/${house.ids.running}`);
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('textbox', { name: 'Reason' }).fill('The night is over.');
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel 1 job' }).click();
    await page.getByRole('status').getByText('Cancelled').waitFor({ timeout: 10_000 });
    await open(`${JOBS}?state=delayed`);
    await page.getByRole('checkbox', { name: `Choose job ${house.ids.delayed}` }).check();
    await page.getByRole('button', { name: 'Cancel', exact: true }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel 1 job' }).click();
    await page.getByText('No job matches these filters.').waitFor();
    expect((await house.app.queue.job(house.ids.delayed)).state).toBe('cancelled');
    await leave();
  });

  it('pauses a schedule, lets it go on, and runs it now', async () => {
    const { page, open, leave } = await ida();
    await open('/platform/schedules');
    const rounds = tile(page, 'Rounds of the house');
    await rounds.getByRole('button', { name: 'Next ten times' }).click();
    expect(await rounds.getByRole('list').getByRole('listitem').count()).toBe(10);
    await rounds.getByRole('button', { name: 'Pause Rounds of the house' }).click();
    await rounds.getByText('by ida, today').waitFor();
    await rounds.getByRole('button', { name: 'Resume Rounds of the house' }).click();
    await rounds.getByText(/^in \d+ h/).waitFor();
    await rounds.getByRole('button', { name: 'Run now: Rounds of the house' }).click();
    await rounds.getByRole('link', { name: /^Open the last job/ }).click();
    await page.getByRole('heading', { name: new RegExp(`^${PARCEL.title} #`) }).waitFor();
    await leave();
  });

  it('gives no way to steer to those who may only look', async () => {
    const { page, open, leave } = await ida();
    await page.route('**/api/me', async (route) => {
      const answer = await route.fetch();
      await route.fulfill({ response: answer, json: { ...((await answer.json()) as object), platform: ['platform.observe'] } });
    });
    for (const path of [`${JOBS}?state=dead`, JOBS, `${JOBS}/${house.ids.done}`, '/platform/schedules']) {
      await open(path);
      expect([path, await page.getByRole('button', { name: /Pause|Resume|Replay|Cancel|Run now/ }).count()]).toEqual([path, 0]);
      expect(await page.getByRole('checkbox').count()).toBe(0);
    }
    await leave();
  });

  it('is usable with the keyboard alone: to a job, its replay, and back where the person was', async () => {
    const { page, open, leave } = await ida();
    await open(`${JOBS}?state=done`);
    await focusWithTab(page, new RegExp(`^Open job ${house.ids.done},`));
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: `${PARCEL.title} #${house.ids.done}` }).waitFor();
    await focusWithTab(page, /^Replay$/);
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.waitForFunction(() => document.activeElement?.textContent === 'Replay');
    await leave();
  });

  it.each(THEMES)('has nothing that axe calls serious on any of its pages, in the %s theme', async (theme) => {
    const { page, open, leave } = await ida();
    for (const path of pagesOf(house)) {
      await open(`${path}?theme=${theme}`);
      expect([path, await faults(page)]).toEqual([path, []]);
    }
    await open(`${JOBS}/${house.ids.done}?theme=${theme}`);
    await page.getByRole('button', { name: 'Edit and replay' }).click();
    await page.getByRole('dialog').waitFor();
    expect(await faults(page, '[role=dialog]')).toEqual([]);
    await leave();
  });

  it.each(WIDTHS)('never scrolls sideways in a window %i pixels wide', async (width) => {
    const { page, open, leave } = await ida(width);
    for (const path of pagesOf(house)) {
      await open(path);
      expect([path, await sideways(page)]).toEqual([path, 0]);
    }
    await leave();
  });
}

const pagesOf = ({ ids }: JobHouse): string[] => [
  JOBS,
  `${JOBS}/${ids.cancelled}`,
  `${JOBS}/${ids.done}`,
  `${JOBS}/${ids.ready}`,
  '/platform/schedules',
  '/platform/workers',
];

const at = ({ app }: JobHouse, { browser, complaints }: World): World => ({
  browser,
  complaints,
  app: { address: app.address, dataFolder: app.folder, stop: () => app.close() },
});

/** The browser reports a refused request as an error: this one was meant. */
function forgive({ complaints }: World, status: number): void {
  complaints.splice(0, complaints.length, ...complaints.filter((text) => !text.includes(String(status))));
}
