import { Logger } from '@nestjs/common';
import { EventLoopWatch } from './event-loop-watch.js';
import { HealthChecks } from './health-checks.js';

describe('health', () => {
  beforeAll(() => Logger.overrideLogger(false));
  afterAll(() => Logger.overrideLogger(['error', 'warn']));

  it('is well when every check is', async () => {
    const checks = new HealthChecks();
    checks.add('database', () => ({ ok: true }));
    checks.add('directory', async () => ({ ok: true, detail: 'demo' }));
    expect(await checks.look()).toMatchObject({ ok: true, checks: { database: { ok: true }, directory: { ok: true, detail: 'demo' } } });
  });

  it('names what is not well, without what the error says', async () => {
    const checks = new HealthChecks();
    checks.add('database', () => {
      throw new Error('/srv/jupiter.sqlite is locked');
    });
    checks.add('directory', async () => ({ ok: true }));
    expect(await checks.look()).toMatchObject({
      ok: false,
      checks: { database: { ok: false, detail: 'failed' }, directory: { ok: true } },
    });
  });

  it('does not wait for a check that never answers', async () => {
    const checks = new HealthChecks();
    checks.add('warehouse', () => new Promise<never>(() => undefined), 5);
    expect(await checks.look()).toMatchObject({ ok: false, checks: { warehouse: { ok: false, detail: 'no answer in 5 ms' } } });
  });
});

describe('the event loop', () => {
  it('that was held is seen in its window', async () => {
    const watch = new EventLoopWatch();
    watch.onModuleInit();
    await new Promise((resolve) => setTimeout(resolve, 30)); // the measuring has begun
    const end = performance.now() + 60;
    while (performance.now() < end);
    await new Promise((resolve) => setTimeout(resolve, 30));
    watch.closeWindow();
    expect(watch.delay.maxMs).toBeGreaterThan(20);
    watch.onModuleDestroy();
  });
});
