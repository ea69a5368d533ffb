/// <reference lib="dom" />
import type { Browser, BrowserContext, ConsoleMessage, Locator, Page } from 'playwright-core';
import type { App } from '../support/app.js';

/** What every journey starts from: the running app, and a browser. */
export interface World {
  readonly app: App;
  readonly browser: Browser;
  /** What pages complained of in any journey: errors in the console, refused styles and scripts, faults in the code. */
  readonly complaints: string[];
}

export interface Visitor {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Opens an address of the app and waits until it stands still. */
  open(path: string): Promise<void>;
  leave(): Promise<void>;
}

interface Manner {
  /** Account of the demo person who is signed in already. */
  readonly as?: string;
  readonly width?: number;
  readonly height?: number;
}

/** A person with a fresh browser profile, an English one so that figures read the same on every machine. */
export async function visit(world: World, { as, width = 1440, height = 900 }: Manner = {}): Promise<Visitor> {
  const context = await world.browser.newContext({
    viewport: { width, height },
    locale: 'en-US',
    colorScheme: 'light',
    reducedMotion: 'reduce',
    acceptDownloads: true,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  page.on('console', (message) => isComplaint(message) && world.complaints.push(`${page.url()}: ${message.text()}`));
  page.on('pageerror', (error) => world.complaints.push(`${page.url()}: ${error.stack ?? error.message}`));
  if (as) await signedIn(context, world.app, as);
  return {
    page,
    context,
    open: async (path) => {
      await page.goto(world.app.address + path);
      await settled(page);
    },
    leave: () => context.close(),
  };
}

/** Waits until nothing is fetched any more and no tile waits for its figures. */
export async function settled(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle');
  await page.waitForFunction(() => document.querySelector('[aria-busy=true]') === null);
}

/** A tile by its title. */
export const tile = (page: Page, title: string): Locator => page.getByRole('region', { name: title, exact: true }).first();

/** Asks the API as the person who is signed in; the answer's body. */
export async function ask<T>({ page }: Visitor, world: World, path: string, body: unknown): Promise<T> {
  const answer = await page.request.post(`${world.app.address}/api/modules/finance/${path}`, { data: body, headers: { 'X-Jupiter': '1' } });
  if (!answer.ok()) throw new Error(`${path}: ${answer.status()} ${await answer.text()}`);
  return (await answer.json()) as T;
}

async function signedIn(context: BrowserContext, app: App, username: string): Promise<void> {
  const answer = await context.request.post(`${app.address}/api/auth/sign-in`, { data: { username, password: 'jupiter-demo' } });
  if (!answer.ok()) throw new Error(`${username} could not sign in: ${await answer.text()}`);
}

/** A browser reports each refused request as an error; asking who is signed in, and a wrong password, are no faults. */
function isComplaint(message: ConsoleMessage): boolean {
  const expected = /\/api\/(me|auth\/sign-in)$/.test(message.location().url) || /status of 401/.test(message.text());
  return message.type() === 'error' && !expected;
}

/** Figures as the app writes them: '2738940.56' is '2,738,940.56'. */
export function written(amount: string): string {
  const [whole = '', cents] = amount.replace('-', '').split('.');
  const text = whole.replace(/\B(?=(\d{3})+$)/g, ',') + (cents === undefined ? '' : `.${cents}`);
  return amount.startsWith('-') ? `(${text})` : text;
}
