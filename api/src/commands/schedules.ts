import type { WorkerRow } from '#core/contract';
import { LOCAL_OPERATOR } from '#platform/identity';
import { ScheduleSteering } from '#platform/operations';
import { Queue } from '#platform/queue';
import { withApp } from './context.js';
import type { Printed } from './jobs.js';
import { printJson, printTable } from './print-table.js';

/** `schedules list`: what the clock enqueues, and when next. */
export async function listSchedules({ json }: Printed): Promise<void> {
  const list = await withApp(async (app) => app.get(ScheduleSteering).list());
  const rows = list.schedules.map(({ name, when, paused, lastSlot, next }) => [name, when, paused ? 'paused' : next[0], lastSlot]);
  process.stdout.write(json ? printJson(list) : printTable(['name', 'when', 'next', 'last'], rows));
}

/** `schedules pause` and `schedules resume`. */
export async function pauseSchedule(name: string, paused: boolean, { json }: Printed): Promise<void> {
  const schedule = await withApp((app) => {
    const steering = app.get(ScheduleSteering);
    return paused ? steering.pause(LOCAL_OPERATOR, name) : steering.resume(LOCAL_OPERATOR, name);
  });
  process.stdout.write(json ? printJson(schedule) : `${name} is ${schedule.paused ? 'paused' : `due next at ${schedule.next[0]}`}.\n`);
}

/** `schedules run`: its job is enqueued now; a worker runs it. */
export async function runSchedule(name: string, { json }: Printed): Promise<void> {
  const run = await withApp((app) => app.get(ScheduleSteering).run(LOCAL_OPERATOR, name));
  process.stdout.write(json ? printJson(run) : `Job ${run.jobId} is enqueued.\n`);
}

/** `workers`: the processes of the queue. */
export async function listWorkers({ json }: Printed): Promise<void> {
  const workers: WorkerRow[] = await withApp((app) => app.get(Queue).workers());
  process.stdout.write(json ? printJson({ workers }) : workerTable(workers));
}

const workerTable = (workers: readonly WorkerRow[]): string =>
  printTable(
    ['role', 'pid', 'host', 'lives', 'memory (MB)', 'running', 'restarts', 'last reason', 'last beat'],
    workers.map(({ role, pid, host, live, memoryBytes, running, restarts, restartReason, beatAt }) => [
      ...[role, pid, host, live ? 'yes' : 'no', Math.round(memoryBytes / 1_000_000), running, restarts, restartReason, beatAt],
    ]),
  );
