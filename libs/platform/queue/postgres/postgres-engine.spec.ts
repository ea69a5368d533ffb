import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { migrate, openStorage, type Storage } from '#platform/storage';
import { JobsInPostgres1764000006000 } from '../../../../migrations/1764000006000-jobs-in-postgres.js';
import { type Postgres, postgresPrograms, startPostgres, withoutPostgres } from '../../../../test/support/postgres.js';
import { rulesOf } from '../contract/definition.js';
import type { Claim, Ending, Engine, EngineEvents, PreparedJob } from '../contract/engine.js';
import { JobKnownEntity } from '../job-known.entity.js';
import { JobOriginEntity } from '../job-origin.entity.js';
import { JobOutboxEntity } from '../job-outbox.entity.js';
import { openPostgresQueue, type PostgresQueue } from './index.js';

let postgres: Postgres;
let folder: string;
let storage: Storage;
let queue: PostgresQueue;
let engine: Engine | undefined;
let handed: Claim[] = [];
let said: string[] = [];

const events: EngineEvents = {
  jobs: (_, claims) => void handed.push(...claims),
  cancel: (_, fences) => void said.push(...fences.map(({ id }) => `cancel ${id}`)),
  stale: (_, { id, attempt }) => void said.push(`stale ${id} ${attempt}`),
  refused: (_, { id }) => void said.push(`refused ${id}`),
  quarantine: () => void said.push('quarantine'),
  trouble: (reason) => void said.push(reason === undefined ? 'fine' : 'trouble'),
};

const job = (more: Partial<PreparedJob> = {}): PreparedJob => ({
  ...{ name: 'work', payload: 'null', version: 1, keyConcurrency: 1, priority: 0, delayMs: 0, maxAttempts: 3 },
  ...{ onParentFailure: 'cancel' as const, parents: [] },
  ...more,
});

async function until<T>(what: string, look: () => T | Promise<T>): Promise<NonNullable<T>> {
  const end = performance.now() + 20_000;
  for (;;) {
    const seen = await look();
    if (seen) return seen;
    if (performance.now() > end) throw new Error(`Not within 20 s: ${what}.`);
    await sleep(5);
  }
}

async function add(...jobs: Partial<PreparedJob>[]): Promise<string[]> {
  const answers = await queue.store.add(jobs.map(job));
  return answers.map((answer) => {
    if (answer instanceof Error) throw answer;
    return answer.id;
  });
}

async function open(...names: string[]): Promise<void> {
  engine = queue.engine();
  await engine.open(
    names.map((name) => rulesOf({ name, title: '', payload: undefined as never })),
    events,
  );
  engine.join({ id: 'e', lane: 'normal' });
}

async function take(jobs = 1): Promise<Claim[]> {
  engine?.credit('e', jobs);
  await until(`${jobs} jobs`, () => handed.length >= jobs);
  return handed.splice(0, jobs);
}

async function takeOne(): Promise<Claim> {
  const [claim] = await take();
  if (!claim) throw new Error('nothing was handed out');
  return claim;
}

const end = ({ id, attempt }: Claim, ending: Ending = { kind: 'done' }) => engine?.end('e', [{ id, attempt, ending }]);
const state = async (id: string) => (await queue.store.job(id))?.state;
const inState = (id: string, wanted: string) => until(`${id} is ${wanted}`, async () => (await state(id)) === wanted);

const suite = postgresPrograms() ? describe : describe.skip;

suite(`the PostgreSQL engine${postgresPrograms() ? '' : ` (not here: ${withoutPostgres})`}`, () => {
  beforeAll(async () => {
    postgres = await startPostgres();
  });

  afterAll(() => postgres.stop());

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'jupiter-postgres-engine-'));
    storage = await openStorage({
      file: join(folder, 'jupiter.sqlite'),
      entities: [JobKnownEntity, JobOriginEntity, JobOutboxEntity],
      migrations: [JobsInPostgres1764000006000],
    });
    await migrate(storage);
    await storage.alter((dataSource) => dataSource.query('CREATE TABLE effect (value TEXT NOT NULL UNIQUE)'));
    queue = openPostgresQueue({ url: await postgres.database(), storage });
    handed = [];
    said = [];
  });

  afterEach(async () => {
    await engine?.close();
    engine = undefined;
    await queue.close();
    await storage.close();
    await rm(folder, { recursive: true });
  });

  it('hands out what was enqueued, in the order of priority and number, and keeps how it ends', async () => {
    await open('work');
    const [second, third, first] = await add({ payload: '2' }, { payload: '3' }, { priority: -1, payload: '1' });
    const claims = await take(3);
    expect(claims.map(({ id }) => id)).toEqual([first, second, third]);
    for (const claim of claims) end(claim, { kind: 'done', result: claim.payload });
    await inState(third ?? '', 'done');
    expect(await queue.store.job(second ?? '')).toMatchObject({ state: 'done', result: 2, attempt: 1, failures: 0 });
  });
});
