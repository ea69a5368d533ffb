import { NOWHERE, type OperationsApp, PARCEL, startOperationsApp, WATCH } from '../support/operations-app.js';

/** Its token, which nobody may see. */
export const TOKEN = 'a-token-nobody-sees';

/** A running app whose queue holds jobs in every state that does not pass by itself. */
export interface JobHouse {
  readonly app: OperationsApp;
  /** Ids, by what they are. */
  readonly ids: Readonly<Record<'done' | 'dead' | 'running' | 'ready' | 'blocked' | 'delayed' | 'waiting' | 'cancelled', string>>;
}

/** Jobs that were done and died, then, with the queue of parcels paused, some that wait for each kind of reason. */
export async function openJobHouse(): Promise<JobHouse> {
  const app = await startOperationsApp();
  const { queue } = app;
  const parcel = async (to: string, more: object = {}): Promise<string> =>
    (await queue.add({ name: PARCEL.name, payload: { to, token: TOKEN }, ...more })).id;
  const done = await parcel('North');
  const dead = await parcel(NOWHERE, { key: 'street' });
  const others = [await parcel(NOWHERE), await parcel(NOWHERE)];
  for (const id of [done, dead, ...others]) await queue.ended(id);
  const { id: running } = await queue.add({ name: WATCH.name, payload: null });
  await app.post(`queues/${PARCEL.name}/pause`);
  const ready = await parcel('South', { key: 'depot' });
  const blocked = await parcel('East', { key: 'depot' });
  const delayed = await parcel('West', { delayMs: 3_600_000 });
  const waiting = await parcel('Harbour', { parents: [ready] });
  const cancelled = await parcel('Moon');
  await app.post(`jobs/${cancelled}/cancel`, { reason: 'Too far.' });
  return { app, ids: { done, dead, running, ready, blocked, delayed, waiting, cancelled } };
}
