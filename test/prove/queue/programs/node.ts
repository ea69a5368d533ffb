/** A node of the proofs: `<folder> <log> <options>`: supervisor and engine in this process, its executors forked. */
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { openStorage } from '#platform/storage';
import { rulesOf } from '../../../../libs/platform/queue/contract/definition.js';
import type { SqliteEngine } from '../../../../libs/platform/queue/sqlite/sqlite-engine.js';
import { SqliteJobStore } from '../../../../libs/platform/queue/sqlite/sqlite-job-store.js';
import { Supervisor } from '../../../../libs/platform/queue/supervisor/supervisor.js';
import { prepared } from '../../../conformance/queue/bench.js';
import { type NodeOptions, runTypescript } from '../node-process.js';
import { handlersOfProof } from '../work.js';
import { bellOf, databaseOf, engineOf } from './opened.js';

const [folder = '', log = '', text = '{}'] = process.argv.slice(2);
const { produce, ...options } = JSON.parse(text) as NodeOptions;
Logger.overrideLogger(['error']);

async function main(): Promise<void> {
  const engine = engineOf(folder);
  const supervisor = new Supervisor(engine, handlersOfProof(log).definitions().map(rulesOf), {
    ...{ folder, executors: 2, concurrency: 10, hangMs: 5000, rowsMs: 500, ...options },
    program: { file: join(__dirname, 'executor.ts'), args: [log], execArgv: runTypescript },
    listener: { restart: ({ pid, reason }) => process.send?.({ kind: 'restart', pid, reason }) },
  });
  process.on('SIGTERM', () => void supervisor.stop(2000).then(() => process.exit(0)));
  await supervisor.start();
  process.send?.({ kind: 'up' });
  if (produce) await producing(engine, produce);
}

/** Enqueues through the engine's own thread, and notes what was acknowledged. */
async function producing(engine: SqliteEngine, file: string): Promise<never> {
  const storage = await openStorage({ file: databaseOf(folder), entities: [] });
  const store = new SqliteJobStore(storage, bellOf(folder), engine);
  for (;;) {
    const answers = await store.add(Array.from({ length: 5 }, () => prepared({ payload: '{"deed":"plain","ms":1}' })));
    for (const answer of answers) if (!(answer instanceof Error)) appendFileSync(file, `A ${answer.id} \n`);
    await sleep(2);
  }
}

main().catch((error: unknown) => process.send?.({ kind: 'refused', reason: String(error) }, () => process.exit(1)));
