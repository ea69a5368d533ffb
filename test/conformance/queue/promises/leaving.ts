import type { Bench } from '../bench.js';
import { effect } from '../bench.js';
import type { Promises } from '../suite.js';

/** An executor that was handed so many jobs. */
async function holder(bench: Bench, jobs: number, more = {}): Promise<string[]> {
  await bench.open('work');
  const ids = await bench.addAll(Array.from({ length: jobs }, () => ({ maxAttempts: 2, ...more })));
  bench.join('e');
  await bench.take('e', jobs);
  return ids;
}

export function promisesOfLeaving(promises: Promises): void {
  promises('frees without a failure what a crashed executor had not started', async (bench) => {
    const ids = await holder(bench, 5, { maxAttempts: 1 });
    expect(await bench.leave('e', { kind: 'crash', started: [], reason: 'killed' })).toEqual({ freed: 5, charged: [], quarantined: [] });
    bench.join('f');
    expect((await bench.take('f', 5)).map(({ id, failures, attempt }) => [id, failures, attempt])).toEqual(ids.map((id) => [id, 0, 2]));
  });

  promises('charges the one job that ran alone in a crash', async (bench) => {
    const ids = await holder(bench, 3);
    const left = await bench.leave('e', { kind: 'crash', started: [ids[1]!], reason: 'exit code 9' });
    expect(left).toEqual({ freed: 2, charged: [ids[1]], quarantined: [] });
    expect(await bench.job(ids[1]!)).toMatchObject({ failures: 1, reason: expect.stringContaining('exit code 9') });
    expect((await Promise.all(ids.map((id) => bench.job(id)))).map(({ failures }) => failures)).toEqual([0, 1, 0]);
  });

  promises('charges none of several suspects: they go to the quarantine lane', async (bench) => {
    const ids = await holder(bench, 4, { maxAttempts: 1 });
    const left = await bench.leave('e', { kind: 'crash', started: ids.slice(0, 3), reason: 'killed' });
    expect(left).toMatchObject({ freed: 1, charged: [] });
    expect(left.quarantined.toSorted()).toEqual(ids.slice(0, 3).toSorted());
    await bench.until('the quarantine is told', () => bench.quarantines > 0);
    bench.join('f');
    bench.engine.credit('f', 10);
    expect((await bench.taken('f')).map(({ id }) => id)).toEqual([ids[3]]);
    bench.join('q', 'quarantine');
    bench.engine.credit('q', 1);
    const [suspect, ...others] = await bench.taken('q');
    expect(others).toEqual([]);
    expect(await bench.job(suspect!.id)).toMatchObject({ lane: 'quarantine', failures: 0, state: 'running' });
    const again = await bench.leave('q', { kind: 'crash', started: [suspect!.id], reason: 'killed' });
    expect(again.charged).toEqual([suspect!.id]);
    expect(await bench.states([suspect!.id])).toEqual(['dead']);
    bench.join('q2', 'quarantine');
    for (let left = 2; left > 0; left--) await bench.end((await bench.take('q2'))[0]!, { kind: 'done' }, 'q2');
    expect((await bench.states(ids)).toSorted()).toEqual(['dead', 'done', 'done', 'running']);
  });

  promises('ends the culprit for which an executor was killed, and frees the others', async (bench) => {
    const ids = await holder(bench, 3, { maxAttempts: 1 });
    const culprit = { id: ids[2]!, attempt: 1, ending: { kind: 'failed', reason: 'took longer than 5 s', afterMs: 0 } } as const;
    const left = await bench.leave('e', { kind: 'killed', culprit });
    expect(left.freed).toBe(2);
    expect(await bench.states(ids)).toEqual(['ready', 'ready', 'dead']);
    expect((await Promise.all(ids.map((id) => bench.job(id)))).map(({ failures }) => failures)).toEqual([0, 0, 1]);
  });

  promises('charges nobody when an executor stops', async (bench) => {
    const ids = await holder(bench, 3, { maxAttempts: 1, key: undefined });
    expect(await bench.leave('e', { kind: 'stopped' })).toEqual({ freed: 3, charged: [], quarantined: [] });
    expect(await bench.states(ids)).toEqual(['ready', 'ready', 'ready']);
  });

  promises('hands nothing to an executor that left', async (bench) => {
    await bench.open('work');
    bench.join('e');
    bench.engine.credit('e', 5);
    const leaving = bench.leave('e', { kind: 'stopped' });
    bench.engine.credit('e', 5);
    await leaving;
    const { id } = await bench.add();
    await bench.settle();
    expect(await bench.taken('e')).toEqual([]);
    expect(await bench.states([id])).toEqual(['ready']);
  });

  promises('keeps the turn of a key over a crash', async (bench) => {
    await bench.open('work');
    const ids = await bench.addAll([{ key: 'k' }, { key: 'k' }]);
    bench.join('e');
    bench.engine.credit('e', 5);
    await bench.claims('e', 1);
    await bench.leave('e', { kind: 'crash', started: [ids[0]!], reason: 'killed' });
    expect(await bench.states([ids[1]!])).toEqual(['blocked']);
    bench.join('f');
    bench.engine.credit('f', 5);
    await bench.until('it is handed out again', async () => {
      await bench.pass(1000);
      return (await bench.job(ids[0]!)).state === 'running';
    });
    expect((await bench.taken('f')).map(({ id }) => id)).toEqual([ids[0]]);
  });

  promises('keeps the turn of a key over the quarantine', async (bench) => {
    await bench.open('work');
    const ids = await bench.addAll([{ key: 'k', maxAttempts: 1 }, { key: 'k' }, { maxAttempts: 1 }]);
    bench.join('e');
    bench.engine.credit('e', 5);
    await bench.claims('e', 2);
    await bench.leave('e', { kind: 'crash', started: [ids[0]!, ids[2]!], reason: 'killed' });
    expect(await bench.states([ids[1]!])).toEqual(['blocked']);
    bench.join('q', 'quarantine');
    for (let suspect = 0; suspect < 2; suspect++) await bench.end((await bench.take('q'))[0]!, { kind: 'done' }, 'q');
    bench.join('f');
    bench.engine.credit('f', 5);
    expect((await bench.taken('f')).map(({ id }) => id)).toEqual([ids[1]]);
  });

  promises('frees what a dead supervisor left running, charging nobody', async (bench) => {
    const ids = await holder(bench, 3, { maxAttempts: 1 });
    await bench.close();
    await bench.open('work');
    expect(await bench.counters()).toEqual({ 'work/ready': 3 });
    bench.join('f');
    const claims = await bench.take('f', 3);
    expect(claims.map(({ id, attempt, failures }) => [id, attempt, failures])).toEqual(ids.map((id) => [id, 2, 0]));
    bench.engine.end('f', [{ id: ids[0]!, attempt: 1, ending: { kind: 'done', effect: effect(ids[0]!, 'of the dead') } }]);
    await bench.settle();
    expect(bench.effects()).toEqual([]);
  });

  promises('buries a job whose supervisor died twenty times while it ran', async (bench) => {
    await bench.open('work');
    const { id } = await bench.add({ maxAttempts: 1 });
    for (let death = 1; death <= 20; death++) {
      expect([death, await bench.states([id])]).toEqual([death, ['ready']]);
      bench.join('e');
      await bench.take('e');
      await bench.close();
      await bench.open('work');
    }
    expect(await bench.states([id])).toEqual(['dead']);
  });

  promises('tells of the quarantine when it is opened', async (bench) => {
    const ids = await holder(bench, 2);
    await bench.leave('e', { kind: 'crash', started: ids, reason: 'killed' });
    await bench.close();
    bench.quarantines = 0;
    await bench.open('work');
    await bench.until('the quarantine is told', () => bench.quarantines > 0);
    bench.join('q', 'quarantine');
    expect(ids).toContain((await bench.take('q'))[0]!.id);
  });
}
