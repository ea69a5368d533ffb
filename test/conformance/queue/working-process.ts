/**
 * A worker as a process of its own: `<database> <log>`. Its jobs append 'start <job> <pid>' and 'end <job> <pid>' to the log,
 * so that lost, doubled and overlapping starts can be counted from outside, even of a process that was killed.
 */
import { appendFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { type Handler, JobEntity, JobScheduleEntity, JobWorkerEntity, openQueue } from '#platform/queue';
import { openStorage } from '#platform/storage';

const [file = '', log = ''] = process.argv.slice(2);
Logger.overrideLogger(['error']);

const note = (what: string, payload: string) => appendFileSync(log, `${what} ${payload} ${process.pid}\n`);

/** 'hold…' goes on until its process is killed the first time; anything else ends after a little while. */
const work: Handler<string> = {
  name: 'work',
  async run({ payload, attempt, signal }) {
    note('start', payload);
    if (payload.startsWith('hold') && attempt === 1) await sleep(600_000, undefined, { signal });
    await sleep(5);
    note('end', payload);
    return { kind: 'done', result: payload };
  },
};

async function main(): Promise<void> {
  const storage = await openStorage({ file, entities: [JobEntity, JobScheduleEntity, JobWorkerEntity] });
  const { worker } = openQueue(storage, [work], { beatMs: 100, pollMs: 20, graceMs: 0 });
  const leave = async () => {
    await worker.stop();
    await storage.close();
    process.exit(0);
  };
  process.on('SIGTERM', () => void leave());
  await worker.start();
}

void main();
