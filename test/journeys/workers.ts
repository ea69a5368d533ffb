/// <reference lib="dom" />
import type { Locator } from 'playwright-core';
import { settled, tile, visit, type World } from './visit.js';

/** The processes of an app as it runs in production. */
export function workerJourneys(now: () => World): void {
  it('shows the processes that run jobs, with heartbeat and memory against its cap', async () => {
    const { page, open, leave } = await visit(now(), { as: 'ida' });
    await open('/platform/workers');
    const processes = tile(page, 'Processes');
    const process = (looks: RegExp): Locator => processes.getByRole('row').filter({ hasText: looks });
    await process(/^Supervisor pid \d+\s*Alive/).waitFor();
    await process(/^Executor pid \d+\s*Alive.* MB of 1,500 MB/)
      .first()
      .waitFor();
    expect(await page.getByText('No process runs jobs.').count()).toBe(0);
    await settled(page);
    await leave();
  });
}
