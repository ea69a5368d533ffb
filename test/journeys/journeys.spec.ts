import type { Browser } from 'playwright-core';
import { type App, startApp } from '../support/app.js';
import { launchBrowser } from '../support/browser.js';
import { dashboardJourneys } from './dashboard.js';
import { exportJourneys } from './export.js';
import { jobJourneys } from './jobs.js';
import { reachJourneys } from './reach.js';
import { runJourneys } from './runs.js';
import { signInJourneys } from './sign-in.js';
import type { World } from './visit.js';
import { workerJourneys } from './workers.js';

jest.setTimeout(300_000);

/** A person's ways through the app, in a real browser, against web and worker as they run in production. One app serves all. */
let app: App | undefined;
let browser: Browser | undefined;
let world: World;
const now = (): World => world;

beforeAll(async () => {
  browser = await launchBrowser();
  app = await startApp();
  world = { app, browser, complaints: [] };
});
afterAll(async () => {
  await browser?.close();
  await app?.stop();
});

describe('signing in', () => signInJourneys(now));
describe('a dashboard', () => dashboardJourneys(now));
describe('figures that leave the app', () => exportJourneys(now));
describe('reach', () => reachJourneys(now));
describe('runs', () => runJourneys(now));
describe('jobs, schedules and workers', () => jobJourneys(now));
describe('the processes of the worker', () => workerJourneys(now));

it('made no page complain: no error in the console, nothing that the content security policy refused', () => {
  expect(world.complaints).toEqual([]);
});
