import { hostname } from 'node:os';
import type { EntityManager } from 'typeorm';
import { messageOf, Problem } from '#core/kernel';
import type { Storage } from '#platform/storage';
import type { JobStore, PreparedJob, QueueClock, StoredJob } from '../contract/engine.js';
import type { Enqueued, JobEvent, JobFilter, QueueCount, WorkerView } from '../contract/job.js';
import { notKept } from '../errors.js';
import { AddLine } from './add-line.js';
import { addAll } from './adding.js';
import type { Bell } from './bell.js';
import { type Deed, performIn, Statements } from './deed.js';
import { enqueue } from './enqueueing.js';
import { Ledger } from './ledger.js';
import { countJobs, listJobs } from './listing.js';
import { preparedJob, wireJob } from './messages.js';
import { type EventRow, JOB_COLUMNS, type JobRow, jobEvent, storedJob, type WorkerRow, workerView } from './rows.js';
import { realClock } from './shared-clock.js';
import type { SqliteEngine } from './sqlite-engine.js';
import { cancel, pause, replay } from './steering.js';

/** A process that beats every second or so is missed after this. */
const MISSED_MS = 10_000;

/** The half of the SQLite engine that any process may use: it writes in the caller's transaction and rings the bell. */
export class SqliteJobStore implements JobStore {
  private readonly line: AddLine;
  private statements?: Statements;

  /** With an `engine` that is open, `add` goes through its thread. */
  constructor(
    private readonly storage: Storage,
    private readonly bell: Bell,
    private readonly engine?: SqliteEngine,
    private readonly clock: Pick<QueueClock, 'wall'> = realClock,
  ) {
    this.line = new AddLine((jobs) => this.addHere(jobs));
  }

  enqueue(tx: EntityManager, job: PreparedJob): Promise<Enqueued> {
    return this.deed(tx, (ledger) => enqueue(ledger, job));
  }

  add(jobs: readonly PreparedJob[]): Promise<(Enqueued | Error)[]> {
    return this.engine?.isOpen ? this.engine.add(jobs) : this.line.add(jobs);
  }

  cancel(tx: EntityManager, id: string, reason: string): Promise<'cancelled' | 'cancelling' | 'ended'> {
    return this.deed(tx, (ledger) => cancel(ledger, rowId(id), reason));
  }

  replay(tx: EntityManager, id: string, payload?: { json: string; version: number }): Promise<boolean> {
    return this.deed(tx, (ledger) => replay(ledger, rowId(id), payload));
  }

  pause(tx: EntityManager, name: string, paused: boolean): Promise<void> {
    return this.deed(tx, () => pause(name, paused));
  }

  async job(id: string): Promise<StoredJob | undefined> {
    const row = this.storage.one<JobRow>(`SELECT ${JOB_COLUMNS} FROM job WHERE id = ?`, [rowId(id)]);
    if (!row) return undefined;
    const ids = (column: string, where: string) =>
      this.storage
        .read<{ id: number }>(`SELECT ${column} AS id FROM job_parent WHERE ${where} = ? ORDER BY ${column} LIMIT 1000`, [row.id])
        .map((relative) => String(relative.id));
    const [parents, children] = [ids('parent_id', 'child_id'), ids('child_id', 'parent_id')];
    return storedJob(row, { ...(parents.length > 0 ? { parents } : {}), ...(children.length > 0 ? { children } : {}) });
  }

  list(filter: JobFilter): Promise<StoredJob[]> {
    return listJobs(this.storage, filter);
  }

  async history(id: string): Promise<JobEvent[]> {
    const sql = 'SELECT at, kind, attempt, detail FROM job_event WHERE job_id = ? ORDER BY id DESC LIMIT 1000';
    return this.storage
      .read<EventRow>(sql, [rowId(id)])
      .reverse()
      .map(jobEvent);
  }

  async counts(): Promise<QueueCount[]> {
    return countJobs(this.storage);
  }

  async workers(): Promise<WorkerView[]> {
    const rows = this.storage.read<WorkerRow>('SELECT * FROM job_worker ORDER BY role DESC, started_at, id LIMIT 1000');
    return rows.map((row) => workerView(row, isLive(row)));
  }

  /** Many jobs in one transaction. All checks of a job come before its first write, so one that is refused leaves nothing behind. */
  private async addHere(jobs: readonly PreparedJob[]): Promise<(Enqueued | Error)[]> {
    try {
      return await this.addAtOnce(jobs);
    } catch (error) {
      throw error instanceof Problem ? error : notKept(messageOf(error));
    }
  }

  private addAtOnce(jobs: readonly PreparedJob[]): Promise<(Enqueued | Error)[]> {
    return this.storage.writeAtOnce((connection) => {
      this.statements ??= new Statements(connection);
      const { statements } = this;
      const ledger = new Ledger(this.clock.wall());
      const answers = addAll<Enqueued | Error>(statements, ledger, jobs.map(wireJob), enqueued, (job) =>
        refusable(() => statements.perform(enqueue(ledger, preparedJob(job)))),
      );
      statements.perform(ledger.keep());
      this.bell.ring();
      return answers;
    });
  }

  private async deed<T>(tx: EntityManager, deedOf: (ledger: Ledger) => Deed<T>): Promise<T> {
    const ledger = new Ledger(this.clock.wall());
    const answer = await performIn(tx, deedOf(ledger));
    await performIn(tx, ledger.keep());
    this.bell.ring();
    return answer;
  }
}

const enqueued = (id: number): Enqueued => ({ id: String(id), outcome: 'enqueued' });

/** A refusal of one job is its answer; what the database refuses is everybody's. */
function refusable(add: () => Enqueued): Enqueued | Error {
  try {
    return add();
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
}

/** An id that is no number names no job. */
function rowId(id: string): number {
  return /^\d{1,15}$/.test(id) ? Number(id) : -1;
}

function isLive({ host, pid, beat_at }: WorkerRow): boolean {
  if (Date.now() - beat_at > MISSED_MS) return false;
  if (host !== hostname()) return true;
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'; // it exists and is another account's
  }
}
