import { effect } from '../bench.js';
import type { Promises } from '../suite.js';

export function promisesOfEnding(promises: Promises): void {
  promises('keeps the result of a done job', async (bench) => {
    await bench.open('work');
    bench.join('e');
    const { id } = await bench.add();
    const [claim] = await bench.take('e');
    expect((await bench.job(id)).startedAt).toBe(new Date(bench.place.clock.wall()).toISOString());
    await bench.pass(250);
    await bench.end(claim!, { kind: 'done', result: '{"sum":42}' });
    expect(await bench.job(id)).toMatchObject({
      state: 'done',
      result: { sum: 42 },
      finishedAt: new Date(bench.place.clock.wall()).toISOString(),
    });
  });

  promises('tries a failed job again after its pause, and buries it after the last attempt', async (bench) => {
    await bench.open('work');
    bench.join('e');
    bench.engine.credit('e', 10);
    const { id } = await bench.add({ maxAttempts: 3 });
    for (let attempt = 1; attempt <= 3; attempt++) {
      const claim = await bench.claim('e');
      expect(claim).toMatchObject({ id, attempt, failures: attempt - 1, maxAttempts: 3 });
      await bench.end(claim, { kind: 'failed', reason: `failed ${attempt}`, afterMs: 1000 });
      await bench.pass(999);
      expect(await bench.taken('e')).toEqual([]);
      await bench.pass(1);
    }
    expect(await bench.job(id)).toMatchObject({ state: 'dead', attempt: 3, failures: 3, reason: 'failed 3' });
    expect((await bench.place.store.history(id)).map(({ kind, detail }) => [kind, detail])).toEqual([
      ['failed', 'failed 1'],
      ['failed', 'failed 2'],
      expect.arrayContaining([expect.stringMatching(/^(failed|died)$/)]),
      ...((await bench.place.store.history(id)).length > 3 ? [expect.anything()] : []),
    ]);
  });

  promises('buries a job at once whose failure is final', async (bench) => {
    await bench.open('work');
    bench.join('e');
    const { id } = await bench.add();
    await bench.end((await bench.take('e'))[0]!, { kind: 'failed', reason: 'hopeless', afterMs: 0, final: true });
    expect(await bench.job(id)).toMatchObject({ state: 'dead', failures: 1, reason: 'hopeless' });
  });

  promises('charges neither a snooze nor an interruption', async (bench) => {
    await bench.open('work');
    bench.join('e');
    bench.engine.credit('e', 100);
    const { id } = await bench.add({ maxAttempts: 1 });
    for (let round = 0; round < 5; round++) {
      await bench.end(await bench.claim('e'), { kind: 'snoozed', afterMs: 1000 });
      expect((await bench.job(id)).state).toBe('delayed');
      await bench.pass(1000);
      await bench.end(await bench.claim('e'), { kind: 'interrupted' });
    }
    const claim = await bench.claim('e');
    expect(claim).toMatchObject({ attempt: 11, failures: 0 });
    await bench.end(claim);
    expect((await bench.job(id)).state).toBe('done');
  });

  promises('writes the effect with the end, once', async (bench) => {
    await bench.open('work');
    bench.join('e');
    const ids = await bench.addAll([{}, {}, {}]);
    const claims = await bench.take('e', 3);
    bench.engine.end(
      'e',
      claims.map(({ id, attempt }) => ({ id, attempt, ending: { kind: 'done', effect: effect(id) } })),
    );
    await bench.settle();
    expect(bench.effects().map(({ job }) => String(job))).toEqual(ids);
  });

  promises('ends a start once, however often it is told', async (bench) => {
    await bench.open('work');
    bench.join('e');
    const { id } = await bench.add();
    const [claim] = await bench.take('e');
    for (let round = 0; round < 3; round++)
      await bench.end(claim!, { kind: 'done', result: String(round), effect: effect(id, `round ${round}`) });
    expect(bench.effects()).toEqual([{ job: Number(id), value: 'round 0' }]);
    expect((await bench.job(id)).result).toBe(0);
    expect(bench.stale).toHaveLength(2);
    expect(await bench.counters()).toEqual({ 'work/done': 1 });
  });

  promises('changes nothing for a start from which the job was taken', async (bench) => {
    await bench.open('work');
    bench.join('slow');
    const { id } = await bench.add();
    const [stale] = await bench.take('slow');
    await bench.leave('slow', { kind: 'stopped' });
    bench.join('quick');
    const [fresh] = await bench.take('quick');
    expect(fresh).toMatchObject({ id, attempt: stale!.attempt + 1 });
    for (const ending of [
      { kind: 'done', effect: effect(id, 'stale') } as const,
      { kind: 'failed', reason: 'stale', afterMs: 0, final: true } as const,
      { kind: 'snoozed', afterMs: 9 } as const,
      { kind: 'interrupted' } as const,
      { kind: 'cancelled', reason: 'stale' } as const,
      { kind: 'parked', reason: 'stale' } as const,
    ])
      await bench.end(stale!, ending, 'slow');
    bench.engine.progress('slow', [{ id, attempt: stale!.attempt, progress: { message: 'stale' } }]);
    await bench.settle();
    expect(await bench.job(id)).toMatchObject({ state: 'running', failures: 0 });
    expect((await bench.job(id)).progress).toBeUndefined();
    expect(bench.effects()).toEqual([]);
    expect(bench.stale).toContainEqual({ id, attempt: stale!.attempt });
    await bench.end(fresh!, { kind: 'done', effect: effect(id, 'fresh') }, 'quick');
    expect(bench.effects()).toEqual([{ job: Number(id), value: 'fresh' }]);
  });

  promises('fails a job whose effect the database refuses, and sinks no other with it', async (bench) => {
    await bench.open('work');
    bench.join('e');
    const ids = await bench.addAll([{ maxAttempts: 1 }, { maxAttempts: 1 }, { maxAttempts: 1 }, { maxAttempts: 1 }]);
    const claims = await bench.take('e', 4);
    const statements = [
      effect(ids[0]!, 'fine'),
      [...effect(ids[1]!, 'half of it'), { sql: 'INSERT INTO effect (job, value) VALUES (?, ?)', parameters: [1, null] }],
      [{ sql: 'this is no SQL', parameters: [] }],
      effect(ids[3]!, 'fine too'),
    ];
    bench.engine.end(
      'e',
      claims.map(({ id, attempt }, index) => ({ id, attempt, ending: { kind: 'done', effect: statements[index]! } })),
    );
    await bench.settle();
    expect(await bench.states(ids)).toEqual(['done', 'dead', 'dead', 'done']);
    expect(bench.effects().map(({ value }) => value)).toEqual(['fine', 'fine too']);
    expect(bench.refused.map(({ id }) => id)).toEqual([ids[1], ids[2]]);
    expect(await bench.counters()).toEqual(await bench.place.recount());
  });

  promises('refuses an effect that would end the transaction it stands in', async (bench) => {
    await bench.open('work');
    bench.join('e');
    const ids = await bench.addAll([{ maxAttempts: 1 }, { maxAttempts: 1 }, { maxAttempts: 1 }, {}]);
    const claims = await bench.take('e', 4);
    const bad = ['COMMIT', 'ROLLBACK', "SELECT 'a statement that gives rows'"];
    bench.engine.end(
      'e',
      claims.map(({ id, attempt }, index) => ({
        id,
        attempt,
        ending: { kind: 'done', effect: index < 3 ? [{ sql: bad[index]!, parameters: [] }] : effect(id) },
      })),
    );
    await bench.settle();
    expect((await bench.states(ids))[3]).toBe('done');
    expect((await bench.states(ids)).slice(0, 2)).toEqual(['dead', 'dead']);
    expect(await bench.place.integrity()).toBe('ok');
    expect(await bench.counters()).toEqual(await bench.place.recount());
  });

  promises('survives an effect that rolls the whole group back', async (bench) => {
    await bench.open('work');
    bench.join('e');
    const ids = await bench.addAll([{}, { maxAttempts: 1 }, {}]);
    const claims = await bench.take('e', 3);
    const bad = [{ sql: 'INSERT OR ROLLBACK INTO effect (job, value) VALUES (?, ?)', parameters: [1, null] }];
    bench.engine.end(
      'e',
      claims.map(({ id, attempt }, index) => ({ id, attempt, ending: { kind: 'done', effect: index === 1 ? bad : effect(id) } })),
    );
    await bench.settle();
    expect(await bench.states(ids)).toEqual(['done', 'dead', 'done']);
    expect(bench.effects().map(({ job }) => String(job))).toEqual([ids[0], ids[2]]);
    expect(await bench.counters()).toEqual(await bench.place.recount());
    expect((await bench.add()).outcome).toBe('enqueued');
  });

  promises('shows how far a running job is', async (bench) => {
    await bench.open('work');
    bench.join('e');
    const { id } = await bench.add();
    const [claim] = await bench.take('e');
    bench.engine.progress('e', [{ id, attempt: claim!.attempt, progress: { done: 3, total: 10, message: 'third' } }]);
    await bench.settle();
    expect((await bench.job(id)).progress).toEqual({ done: 3, total: 10, message: 'third' });
    bench.engine.end('e', [{ id, attempt: claim!.attempt, ending: { kind: 'done' }, progress: { done: 10, total: 10 } }]);
    await bench.settle();
    expect((await bench.job(id)).progress).toEqual({ done: 10, total: 10 });
  });

  promises('puts an ended job back to the start of its life, with another payload if given', async (bench) => {
    await bench.open('work');
    bench.join('e');
    const { id } = await bench.add({ payload: '{"n":1}', maxAttempts: 1 });
    expect(await bench.replay(id)).toBe(false);
    const [claim] = await bench.take('e');
    expect(await bench.replay(id)).toBe(false);
    await bench.end(claim!, { kind: 'failed', reason: 'no', afterMs: 0 });
    expect(await bench.replay(id, { json: '{"n":2}', version: 1 })).toBe(true);
    expect(await bench.job(id)).toMatchObject({ state: 'ready', failures: 0, payload: { n: 2 } });
    const [second] = await bench.take('e');
    expect(second).toMatchObject({ id, attempt: 2, failures: 0, payload: '{"n":2}' });
    await bench.end(second!);
    expect(await bench.replay(id)).toBe(true);
    await bench.end((await bench.take('e'))[0]!, { kind: 'done', effect: effect(id) });
    expect(await bench.job(id)).toMatchObject({ state: 'done', attempt: 3, payload: { n: 2 } });
    expect((await bench.place.store.history(id)).map(({ kind }) => kind)).toEqual(expect.arrayContaining(['died', 'edited', 'replayed']));
    expect(await bench.counters()).toEqual({ 'work/done': 1 });
  });

  promises('lets a replayed job wait its turn in its key', async (bench) => {
    await bench.open('work');
    bench.join('e');
    const [first, second] = await bench.addAll([{ key: 'k' }, { key: 'k' }]);
    await bench.end((await bench.take('e'))[0]!);
    const [claim] = await bench.take('e');
    expect(claim!.id).toBe(second);
    expect(await bench.replay(first!)).toBe(true);
    bench.engine.credit('e', 1);
    expect(await bench.taken('e')).toEqual([]);
    expect(await bench.states([first!])).toEqual(['blocked']);
    await bench.end(claim!);
    expect(await bench.claim('e')).toMatchObject({ id: first });
  });

  promises('keeps a unique key unique when a job of it is replayed', async (bench) => {
    await bench.open('work');
    bench.join('e');
    const unique = { key: 'u', within: 'unfinished', onConflict: 'keep' } as const;
    const { id } = await bench.add({ unique });
    await bench.end((await bench.take('e'))[0]!);
    const second = await bench.add({ unique });
    expect(second.outcome).toBe('enqueued');
    const replayed = await bench.replay(id).catch((error: unknown) => error);
    const unfinished = (await bench.states([id, second.id])).filter((state) => state !== 'done');
    expect(unfinished).toHaveLength(1);
    expect(replayed).not.toBe(true);
    expect(await bench.counters()).toEqual(await bench.place.recount());
  });
}
