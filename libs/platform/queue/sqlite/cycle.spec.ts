import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrations } from '#migrations';
import { type Connection, openConnection } from '#platform/sqlite';
import { migrate, openStorage } from '#platform/storage';
import { type JobRules, rulesOf } from '../contract/definition.js';
import { FIRST, NEXT_NAME } from './claiming.js';
import { Cycle } from './cycle.js';
import { BEHIND } from './lines.js';
import type { Order, WireClaim, WireJob } from './messages.js';
import { SharedClock } from './shared-clock.js';

let folder: string;
let connection: Connection;
let clock: SharedClock;
let cycle: Cycle;
const rules = (name: string): JobRules => rulesOf({ name, title: name, payload: undefined as never });
const job = (payload = 'null', delayMs = 0): WireJob => ['work', payload, 1, 0, delayMs, 3];
const add = (request: number, ...jobs: WireJob[]): Order => ({ to: 'add', request, jobs });
const done = ([id, , , , attempt]: WireClaim): Order => ({ to: 'end', executor: 'e', done: [[id, attempt, null]], others: [] });
const states = () => connection.prepare('SELECT state FROM job ORDER BY id').pluck().all();

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'jupiter-cycle-'));
  const file = join(folder, 'jupiter.sqlite');
  const storage = await openStorage({ file, entities: [], migrations });
  await migrate(storage);
  await storage.close();
  connection = openConnection(file);
  clock = SharedClock.standing();
  cycle = new Cycle(connection, [rules('work'), rules('other')], clock);
  cycle.open();
});

afterEach(() => {
  connection.close();
  rmSync(folder, { recursive: true });
});

function claimAll(jobs: number): readonly WireClaim[] {
  const { report } = cycle.run([
    { to: 'join', executor: { id: 'e', lane: 'normal' } },
    { to: 'credit', executor: 'e', jobs },
  ]);
  return report.claims[0]?.[1] ?? [];
}

describe('a transaction that the disk has no room for', () => {
  beforeEach(() => {
    cycle.run([add(1, ...Array.from({ length: 20 }, () => job()))]);
  });

  const fill = () => connection.pragma(`max_page_count = ${connection.pragma('page_count', { simple: true }) as number}`);
  const makeRoom = () => connection.pragma('max_page_count = 1000000');

  it('refuses what is enqueued, and keeps ends and credits until there is room again', () => {
    const claims = claimAll(5);
    fill();
    const told: Order[] = [add(2, job('"x"'.padEnd(50_000, ' '))), ...claims.map(done), { to: 'credit', executor: 'e', jobs: 5 }];
    const refused = cycle.run(told);
    expect(refused.report.added).toEqual([[2, [{ error: expect.objectContaining({ code: 'queue.not-kept', status: 503 }) }]]]);
    expect(refused.report.trouble).toMatch(/full/);
    expect(refused.report.claims).toEqual([]);
    expect(refused.kept).toHaveLength(6);
    makeRoom();
    const after = cycle.run(refused.kept);
    expect(after.report).toMatchObject({ trouble: null, stale: [] });
    expect(after.report.claims[0]?.[1]).toHaveLength(5);
    expect(states()).toEqual([...Array(5).fill(6), ...Array(5).fill(5), ...Array(10).fill(0)]);
    expect(cycle.run([]).report.trouble).toBeUndefined();
  });

  it('is told once, and keeps the last beat and no more while it lasts', () => {
    fill();
    const beat: Order = { to: 'beat', workers: [] };
    const told: Order[] = [];
    const troubles: unknown[] = [];
    for (let round = 0; round < 10; round++) {
      const { report, kept } = cycle.run([...told.splice(0), beat, add(2, job('"x"'.padEnd(50_000, ' ')))]);
      told.push(...kept);
      troubles.push(report.trouble);
    }
    expect(told).toEqual([beat]);
    expect(troubles.map(Boolean)).toEqual([true, ...Array(9).fill(false)]);
    makeRoom();
    expect(cycle.run(told).report.trouble).toBeNull();
  });

  it('counts each end once in the figures, however often it was tried', () => {
    let orders: readonly Order[] = claimAll(3).map(done);
    fill();
    for (let round = 0; round < 5; round++) {
      clock.pass(1000); // the figures are due too
      orders = cycle.run([...orders, add(2, job('"x"'.padEnd(50_000, ' ')))]).kept;
    }
    makeRoom();
    cycle.run(orders);
    clock.pass(1000);
    cycle.run([]);
    const figures = connection.prepare("SELECT value FROM job_figure WHERE figure = 'ended done'").pluck().all();
    expect(figures).toEqual([3]);
  });

  it('counts right afterwards', () => {
    const claims = claimAll(3);
    fill();
    const { kept } = cycle.run([add(2, job('"x"'.padEnd(50_000, ' '))), ...claims.map(done)]);
    makeRoom();
    cycle.run(kept);
    const counted = connection.prepare('SELECT name, state, jobs FROM job_count WHERE jobs <> 0 ORDER BY state').raw().all();
    expect(counted).toEqual([
      ['work', 0, 17],
      ['work', 6, 3],
    ]);
  });
});

describe('what is kept', () => {
  it('is no ended job that is too old, whatever stands before it', () => {
    const old = clock.wall() - 30 * 86_400_000;
    const insert = connection.prepare(
      "INSERT INTO job (name, state, payload, max_attempts, run_at, created_at, finished_at) VALUES ('work', 6, '1', 5, ?, ?, ?)",
    );
    insert.run(old, old, clock.wall()); // it was delayed for weeks
    for (let i = 0; i < 3; i++) insert.run(old, old, old);
    connection.exec("INSERT INTO job_count (name, state, jobs) VALUES ('work', 6, 4)");
    clock.pass(1000);
    cycle.run([]);
    expect(connection.prepare('SELECT id FROM job').pluck().all()).toEqual([1]);
  });

  it('is not every text of an effect', () => {
    const prepare = jest.spyOn(Object.getPrototypeOf(connection), 'prepare');
    cycle.run([add(1, ...Array.from({ length: 600 }, () => job()))]);
    const others = claimAll(600).map(([id, , , , attempt]) => {
      const effect = [{ sql: `INSERT INTO job_figure (name, figure, value) VALUES ('n', 'effect ${id}', 1)`, parameters: [] }];
      return { id: String(id), attempt, ending: { kind: 'done' as const, effect } };
    });
    cycle.run([{ to: 'end', executor: 'e', done: [], others }]);
    expect(connection.prepare("SELECT count(*) FROM job_figure WHERE name = 'n'").pluck().get()).toBe(600);
    const again = prepare.mock.calls.length;
    cycle.run([]);
    expect(prepare.mock.calls.length).toBeGreaterThan(again); // its own were dropped with them, and are prepared anew
    prepare.mockRestore();
  });
});

describe('the clock', () => {
  const delayed = () => connection.prepare('SELECT count(*) FROM job WHERE state = 1').pluck().get();

  it('that is set back lets delayed jobs wait for what was left, not for hours', () => {
    cycle.run([add(1, job('null', 60_000))]);
    clock.pass(30_000);
    cycle.run([]);
    clock.stepWall(-7_200_000);
    cycle.run([]);
    clock.pass(29_000);
    cycle.run([]);
    expect(delayed()).toBe(1);
    clock.pass(1000);
    cycle.run([]);
    expect(delayed()).toBe(0);
  });

  it('that goes forward, as after a sleep, makes them due', () => {
    cycle.run([add(1, job('null', 3_600_000))]);
    clock.stepWall(3_600_000);
    cycle.run([]);
    expect(delayed()).toBe(0);
  });
});

describe('a commit', () => {
  const synchronous = () => connection.pragma('synchronous', { simple: true });

  it('is on the disk when it enqueues or ends, and need not be when it only hands out', () => {
    cycle.run([add(1, job())]);
    expect(synchronous()).toBe(2);
    const claims = claimAll(1);
    expect(synchronous()).toBe(1);
    cycle.run(claims.map(done));
    expect(synchronous()).toBe(2);
  });
});

describe('the statements of every cycle', () => {
  it.each([
    ['a claim', FIRST, ['work', 0, 10]],
    ['a line', BEHIND, ['work', 0, 0, 0, 10]],
    ['the names', NEXT_NAME, ['']],
  ] as const)('walk the index of ready jobs and sort nothing: %s', (_what, sql, parameters) => {
    const plan = (connection.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...parameters) as { detail: string }[])
      .map((step) => step.detail)
      .join('\n');
    expect(plan).toContain('INDEX job_ready');
    expect(plan).not.toMatch(/TEMP B-TREE FOR ORDER BY|SCAN/);
  });
});
