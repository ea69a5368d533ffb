import { operationJson, verdictOn } from './operation.js';

const fresh = { failures: 0, maxAttempts: 2 };

describe('the verdict on a start', () => {
  it('is another try while failures are left, and death at the last one', () => {
    const failed = { kind: 'failed', reason: 'no', afterMs: 10 } as const;
    expect(verdictOn(fresh, failed, null)).toMatchObject({ to: 'again', failed: true, afterMs: 10, event: 'failed' });
    expect(verdictOn({ ...fresh, failures: 1 }, failed, null)).toEqual({ to: 'dead', reason: 'no' });
    expect(verdictOn(fresh, { ...failed, final: true }, null)).toEqual({ to: 'dead', reason: 'no' });
  });

  it('is the cancel that was asked for, unless the job was done', () => {
    expect(verdictOn(fresh, { kind: 'snoozed', afterMs: 5 }, 'too late')).toEqual({ to: 'cancelled', reason: 'too late' });
    expect(verdictOn(fresh, { kind: 'failed', reason: 'no', afterMs: 0, final: true }, 'too late')).toEqual({
      to: 'cancelled',
      reason: 'too late',
    });
    expect(verdictOn(fresh, { kind: 'cancelled', reason: 'gave up' }, 'too late')).toEqual({ to: 'cancelled', reason: 'too late' });
    expect(verdictOn(fresh, { kind: 'done', result: '1' }, 'too late')).toEqual({ to: 'done', result: '1' });
  });
});

describe('a change in the outbox', () => {
  it('holds no letter that PostgreSQL refuses', () => {
    const json = operationJson({ do: 'cancel', id: '1', reason: 'a\0b \ud800', at: 0 });
    expect(JSON.parse(json)).toMatchObject({ reason: 'a\uFFFDb \uFFFD' });
  });
});
