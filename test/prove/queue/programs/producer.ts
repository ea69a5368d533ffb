/**
 * Enqueues without end: `<folder> <file> <prefix> <from> <deadly>`. A request is appended to the file only after its promise was kept: `A id key outcome`. With
 * a prefix every request carries an idempotency key and is sent until it was answered; who starts it again tells how far it
 * came. The answer of the number `deadly` kills it before it is noted.
 */
import { appendFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { openStorage } from '#platform/storage';
import { SqliteJobStore } from '../../../../libs/platform/queue/sqlite/sqlite-job-store.js';
import { prepared } from '../../../conformance/queue/bench.js';
import { bellOf, databaseOf } from './opened.js';

const [folder = '', file = '', prefix = '', from = '0', deadly = '0'] = process.argv.slice(2);
const CALLERS = 10;
/** A caller's pause between two requests: the proof is about kept promises, not about speed. */
const PAUSE_MS = 5;

async function main(): Promise<void> {
  const storage = await openStorage({ file: databaseOf(folder), entities: [] });
  const store = new SqliteJobStore(storage, bellOf(folder));
  let next = Number(from);
  let answers = 0;
  const caller = async () => {
    for (;;) {
      const key = prefix && `${prefix}-${next++}`;
      const [answer] = await store.add([prepared({ payload: '{"deed":"plain","ms":1}', idempotencyKey: key || undefined })]);
      if (answer instanceof Error || !answer) throw answer ?? new Error('no answer');
      if (++answers === Number(deadly)) process.kill(process.pid, 'SIGKILL');
      appendFileSync(file, `A ${answer.id} ${key} ${answer.outcome}\n`);
      await sleep(PAUSE_MS);
    }
  };
  process.send?.('up');
  await Promise.all(Array.from({ length: CALLERS }, caller));
}

void main();
