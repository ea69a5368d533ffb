import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openStorage, type Storage } from '#platform/storage';
import { rulesOf } from '../../../libs/platform/queue/contract/definition.js';
import { openPostgresQueue, type PostgresQueue } from '../../../libs/platform/queue/postgres/index.js';
import { Supervisor } from '../../../libs/platform/queue/supervisor/supervisor.js';
import { runTypescript } from '../../prove/queue/node-process.js';
import { handlersOfProof, type Work } from '../../prove/queue/work.js';
import { type Postgres, postgresPrograms, startPostgres, withoutPostgres } from '../../support/postgres.js';
import { Bench, prepared } from './bench.js';
import { postgresPlace } from './postgres-place.js';

const suite = postgresPrograms() ? describe : describe.skip;
const executor = join(__dirname, '../../prove/queue/programs/executor.ts');

suite(`the supervisor over PostgreSQL${postgresPrograms() ? '' : ` (not here: ${withoutPostgres})`}`, () => {
  let postgres: Postgres;
  let url: string;
  let bench: Bench;
  let storage: Storage;
  let queue: PostgresQueue;
  let supervisor: Supervisor;

  beforeAll(async () => {
    postgres = await startPostgres();
  });

  afterAll(() => postgres.stop());

  beforeEach(async () => {
    url = await postgres.database();
    bench = new Bench(await postgresPlace({ ...postgres, database: async () => url }));
    storage = await openStorage({ file: join(bench.place.folder, 'jupiter.sqlite'), entities: [] });
    queue = openPostgresQueue({ url, storage });
    const log = join(bench.place.folder, 'log');
    supervisor = new Supervisor(queue.engine(), handlersOfProof(log).definitions().map(rulesOf), {
      ...{ folder: bench.place.folder, executors: 2, concurrency: 10, hangMs: 2000, rowsMs: 500 },
      program: { file: executor, args: [log], execArgv: runTypescript },
    });
    await supervisor.start();
  });

  afterEach(async () => {
    await supervisor.stop(1000);
    await queue.close();
    await storage.close();
    await bench.place.close();
  });

  it('buries the jobs that kill or hang their processes, and none of those beside them', async () => {
    const job = (deed: Work['deed'], ms: number) => prepared({ payload: JSON.stringify({ deed, ms }), maxAttempts: 2 });
    const jobs = [job('kill itself', 20), job('hang', 0), ...Array.from({ length: 60 }, () => job('plain', 10))];
    const ids = (await queue.store.add(jobs)).map((answer) => (answer instanceof Error ? answer.message : answer.id));
    const states = async () => {
      const listed = await queue.store.list({ limit: 200 });
      return ids.map((id) => listed.find((each) => each.id === id)?.state);
    };
    const end = performance.now() + 90_000;
    while (!(await states()).every((state) => state === 'done' || state === 'dead')) {
      if (performance.now() > end) throw new Error(`Not all have ended: ${await states()}`);
      await sleep(50);
    }
    const [killer, hanging, ...innocents] = await states();
    expect([killer, hanging]).toEqual(['dead', 'dead']);
    expect(innocents.every((state) => state === 'done')).toBe(true);
    expect(
      bench
        .effects()
        .map(({ job: id }) => id)
        .toSorted((a, b) => a - b),
    ).toEqual(ids.slice(2).map(Number));
    expect((await queue.store.workers()).map(({ role }) => role)).toEqual(expect.arrayContaining(['supervisor', 'executor']));
  }, 120_000);
});
