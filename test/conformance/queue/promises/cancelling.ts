import type { Promises } from '../suite.js';

export function promisesOfCancelling(promises: Promises): void {
  promises('cancels at once whatever does not run', async (bench) => {
    await bench.open('work');
    const [ready, delayed, blockedBy, blocked] = await bench.addAll([{}, { delayMs: 1000 }, { key: 'k' }, { key: 'k' }]);
    const { id: waiting } = await bench.add({ parents: [delayed!] });
    for (const id of [ready!, blocked!, waiting]) expect(await bench.cancel(id, 'because')).toBe('cancelled');
    expect(await bench.states([ready!, delayed!, blockedBy!, blocked!, waiting])).toEqual([
      'cancelled',
      'delayed',
      'ready',
      'cancelled',
      'cancelled',
    ]);
    expect(await bench.job(ready!)).toMatchObject({ reason: 'because', finishedAt: expect.any(String) });
    expect(await bench.counters()).toEqual(await bench.place.recount());
    bench.join('e');
    bench.engine.credit('e', 10);
    expect((await bench.taken('e')).map(({ id }) => id)).toEqual([blockedBy]);
    expect(await bench.cancel(delayed!)).toBe('cancelled');
  });

  promises('asks a running job to stop, again until it has, and shows that', async (bench) => {
    await bench.open('work');
    bench.join('e');
    const { id } = await bench.add();
    const [claim] = await bench.take('e');
    expect(await bench.cancel(id)).toBe('cancelling');
    await bench.until('it is asked', () => bench.cancels.length > 0);
    expect(bench.cancels[0]).toEqual({ id, attempt: claim!.attempt });
    expect(await bench.job(id)).toMatchObject({ state: 'running', cancelling: true });
    const asked = bench.cancels.length;
    await bench.until('it is asked again', async () => {
      await bench.pass(1000);
      return bench.cancels.length > asked;
    });
    await bench.end(claim!, { kind: 'cancelled', reason: 'asked to' });
    expect(await bench.job(id)).toMatchObject({ state: 'cancelled', reason: 'no longer wanted' });
    bench.cancels.length = 0;
    await bench.pass(2000);
    expect(bench.cancels).toEqual([]);
    expect(await bench.cancel(id)).toBe('ended');
  });

  promises('keeps the end of a job that was done before the cancel reached it', async (bench) => {
    await bench.open('work');
    bench.join('e');
    const { id } = await bench.add();
    const [claim] = await bench.take('e');
    await bench.cancel(id);
    await bench.end(claim!, { kind: 'done', result: '1' });
    expect(await bench.job(id)).toMatchObject({ state: 'done', result: 1 });
    expect((await bench.job(id)).cancelling ?? false).toBe(false);
  });

  promises('does not start a job again that was asked to stop, however its start ended', async (bench) => {
    await bench.open('work');
    for (const [index, ending] of (
      [{ kind: 'failed', reason: 'no', afterMs: 0 }, { kind: 'snoozed', afterMs: 0 }, { kind: 'interrupted' }] as const
    ).entries()) {
      const executor = bench.join(`e${index}`);
      const { id } = await bench.add();
      const [claim] = await bench.take(executor);
      await bench.cancel(id);
      await bench.end(claim!, ending, executor);
      bench.engine.credit(executor, 1);
      expect(await bench.taken(executor)).toEqual([]);
      expect([index, (await bench.job(id)).state]).toEqual([index, 'cancelled']);
      await bench.leave(executor, { kind: 'stopped' });
    }
  });

  promises('does not start a job again that was asked to stop and whose executor is gone', async (bench) => {
    await bench.open('work');
    const { id } = await bench.add();
    bench.join('a');
    await bench.take('a');
    await bench.cancel(id);
    await bench.leave('a', { kind: 'crash', started: [], reason: 'gone' });
    bench.join('b');
    bench.engine.credit('b', 1);
    expect(await bench.taken('b')).toEqual([]);
    expect(await bench.states([id])).toEqual(['cancelled']);
  });

  promises('cancels in the caller’s transaction, or not at all', async (bench) => {
    await bench.open('work');
    const { id } = await bench.add({ key: 'k' });
    const { id: next } = await bench.add({ key: 'k' });
    const { storage, store } = bench.place;
    await expect(
      storage.write(async (tx) => {
        await store.cancel(tx, id, 'no');
        throw new Error('undone');
      }),
    ).rejects.toThrow('undone');
    await bench.settle();
    expect(await bench.states([id, next])).toEqual(['ready', 'blocked']);
    expect(await bench.counters()).toEqual(await bench.place.recount());
  });

  promises('answers that there is nothing to cancel when there is no such job', async (bench) => {
    await bench.open('work');
    expect(await bench.cancel('987654321').catch(() => 'refused')).toMatch(/^(ended|refused)$/);
    expect(await bench.replay('987654321').catch(() => false)).toBe(false);
  });
}
