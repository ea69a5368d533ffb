import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { migrations } from '#migrations';
import { migrate, openStorage, type Storage } from '#platform/storage';
import type { JobStore, PreparedJob } from '../../../libs/platform/queue/contract/engine.js';
import { JOB_STATES } from '../../../libs/platform/queue/contract/job.js';
import { SqliteJobStore } from '../../../libs/platform/queue/sqlite/sqlite-job-store.js';
import { prepared } from '../../conformance/queue/bench.js';
import { Random } from '../../conformance/queue/histories/random.js';
import { type Entry, entriesOf } from './log.js';
import { type NodeOptions, NodeProcess } from './node-process.js';
import { bellOf, databaseOf } from './programs/opened.js';
import type { Work } from './work.js';

/** Nothing waits for luck; a machine that has much else to do is waited for. */
const PATIENCE_MS = 180_000;

/** What came of the jobs that were acknowledged, counted from outside. */
export interface Outcome {
  readonly jobs: number;
  readonly lost: number;
  readonly doubled: number;
  readonly innocentsDead: number;
}

/** A data folder, the processes on it, and what was promised to whoever enqueued. */
export class World {
  readonly acknowledged: string[] = [];
  /** Jobs that are meant to die. */
  readonly culprits = new Set<string>();
  /** How long this machine takes, just now, for a node to come up. */
  bootMs = 0;
  private readonly nodes: NodeProcess[] = [];

  private constructor(
    readonly folder: string,
    /** Beside it, for what is noted from outside. */
    readonly notes: string,
    readonly random: Random,
    readonly storage: Storage,
    readonly store: JobStore,
  ) {}

  /** `folder`: another one for the data than a new one below the system's for temporary files; it stays. */
  static async make(seed: number, folder?: string): Promise<World> {
    const notes = await mkdtemp(join(tmpdir(), 'jupiter-prove-'));
    const at = folder ?? join(notes, 'data');
    await mkdir(at, { recursive: true });
    const storage = await openStorage({ file: databaseOf(at), entities: [], migrations, onSlow: () => undefined });
    await migrate(storage);
    await storage.write((tx) => tx.query('CREATE TABLE effect (job INTEGER NOT NULL, value TEXT NOT NULL UNIQUE)'));
    return new World(at, notes, new Random(seed), storage, new SqliteJobStore(storage, bellOf(at)));
  }

  get log(): string {
    return join(this.notes, 'log');
  }

  entries(): Entry[] {
    return entriesOf(this.log);
  }

  /** A supervisor with its executors, in processes of their own. Resolves when it is up. */
  async node(options: NodeOptions = {}): Promise<NodeProcess> {
    const began = performance.now();
    const node = this.started(options);
    await node.up();
    this.bootMs = performance.now() - began;
    return node;
  }

  /** The same, not waited for. */
  started(options: NodeOptions = {}): NodeProcess {
    const node = new NodeProcess(this.folder, this.log, options);
    this.nodes.push(node);
    return node;
  }

  /** Enqueues, and notes what was acknowledged. */
  async add(number: number, work: Partial<Work> = {}, more: Partial<PreparedJob> = {}): Promise<string[]> {
    const payload = () => JSON.stringify({ deed: 'plain', ms: this.random.whole(0, 8), ...work });
    const answers = await this.store.add(Array.from({ length: number }, () => prepared({ payload: payload(), ...more })));
    const ids = answers.map((answer) => {
      if (answer instanceof Error) throw answer;
      return answer.id;
    });
    this.acknowledged.push(...ids);
    return ids;
  }

  /** The same for jobs that are meant to die. */
  async addCulprit(work: Partial<Work>, more: Partial<PreparedJob> = {}): Promise<string> {
    const [id] = await this.add(1, work, more);
    this.culprits.add(id!);
    return id!;
  }

  /** Jobs that have not ended, whoever enqueued them. */
  unfinished(): number {
    return this.storage.one<{ number: number }>('SELECT count(*) AS number FROM job WHERE finished_at IS NULL')?.number ?? 0;
  }

  /** Waits until everything that was acknowledged has ended. */
  async allEnded(patienceMs = PATIENCE_MS): Promise<void> {
    await this.until('all jobs have ended', () => this.unfinished() === 0, patienceMs);
  }

  async until(what: string, holds: () => boolean | Promise<boolean>, patienceMs = PATIENCE_MS): Promise<void> {
    const end = performance.now() + patienceMs;
    while (!(await holds())) {
      if (performance.now() > end) throw new Error(`Not within ${patienceMs / 1000} s: ${what}; ${await this.standing()}`);
      await sleep(5);
    }
  }

  /** Which jobs are not done, for whoever has to find out why. */
  private async standing(): Promise<string> {
    const open = this.storage.read(
      'SELECT id, name, state, lane, attempt, failures, reason FROM job WHERE finished_at IS NULL ORDER BY id LIMIT 5',
    );
    const nodes = this.nodes.map((node) => ({ alive: node.alive(), restarts: node.restarts.slice(-3), words: node.words() }));
    const last = this.entries().slice(-3);
    return `${this.unfinished()} jobs open: ${JSON.stringify({ open, last, nodes, counts: await this.store.counts() })}`;
  }

  async outcome(): Promise<Outcome> {
    const effects = new Map<string, number>();
    for (const { job } of this.storage.read<{ job: number }>('SELECT job FROM effect'))
      effects.set(String(job), (effects.get(String(job)) ?? 0) + 1);
    const rows = this.storage.read<{ id: number; state: number }>('SELECT id, state FROM job');
    const states = new Map(rows.map(({ id, state }) => [String(id), JOB_STATES[state]]));
    const innocents = this.acknowledged.filter((id) => !this.culprits.has(id));
    const dead = new Set(innocents.filter((id) => states.get(id) === 'dead' || states.get(id) === 'cancelled'));
    const lost = innocents.filter((id) => !dead.has(id) && !(states.get(id) === 'done' && effects.has(id)));
    const doubled = [...effects.values()].filter((number) => number > 1).length;
    return { jobs: this.acknowledged.length, lost: lost.length, doubled, innocentsDead: dead.size };
  }

  /** The file's own word on its soundness, and whether the counters are what a count says. */
  async assertSound(): Promise<void> {
    const [check] = this.storage.read<{ integrity_check: string }>('PRAGMA integrity_check');
    if (check?.integrity_check !== 'ok') throw new Error(`integrity_check: ${check?.integrity_check}`);
  }

  async close(): Promise<void> {
    await Promise.all(this.nodes.map((node) => node.gone()));
    await this.storage.close();
    await rm(this.notes, { recursive: true, force: true });
  }
}
