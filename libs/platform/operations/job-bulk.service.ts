import { setImmediate as nextTurn } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { BulkAnswer, CancelSelection, JobConditions, JobSelection, JobStateName } from '#core/contract';
import { JOB_STATE_NAMES, MOST_JOBS_AT_ONCE } from '#core/contract';
import { Problem } from '#core/kernel';
import type { Viewer } from '#platform/identity';
import { hasEnded, type JobView, Queue } from '#platform/queue';
import { Deeds, type Record } from './deeds.service.js';
import { nothingSelected, wrongStates } from './errors.js';
import { ifGone } from './job-id.js';
import { JobSteering, reasonOf } from './job-steering.service.js';

const ENDED: readonly JobStateName[] = JOB_STATE_NAMES.filter(hasEnded);
const UNFINISHED: readonly JobStateName[] = JOB_STATE_NAMES.filter((state) => !hasEnded(state));
/** Looked at together. */
const PAGE = 200;
/** A write holds the event loop, so it takes as many jobs as fit into this. */
const SLICE_MS = 10;

/** What is done to each of many jobs; false when there was nothing to do. */
type Take = (tx: EntityManager, record: Record, job: JobView) => Promise<boolean>;

/** The jobs of one request: those to take now, those named that cannot be taken, and how many remain for the next request. */
interface Chosen {
  readonly jobs: readonly JobView[];
  readonly skipped: number;
  readonly left: number;
}

/** Many jobs at once. */
@Injectable()
export class JobBulk {
  constructor(
    private readonly queue: Queue,
    private readonly steering: JobSteering,
    private readonly deeds: Deeds,
  ) {}

  /** Cancels up to 1,000 jobs. Throws `operations.nothing-selected`, `operations.wrong-states`. */
  async cancel(viewer: Viewer, { reason, ...selection }: CancelSelection): Promise<BulkAnswer> {
    const chosen = await this.chosen(selection, 'cancel', UNFINISHED, UNFINISHED);
    const words = reasonOf(viewer, reason);
    return this.take(viewer, selection, chosen, (tx, record, job) => this.steering.cancelIn(tx, record, job, words));
  }

  /** Replays up to 1,000 jobs: dead ones, unless states are named. Throws `operations.nothing-selected`, `operations.wrong-states`. */
  async replay(viewer: Viewer, selection: JobSelection): Promise<BulkAnswer> {
    const chosen = await this.chosen(selection, 'replay', ENDED, ['dead']);
    return this.take(viewer, selection, chosen, async (tx, record, job) => {
      await this.steering.replayIn(tx, record, job);
      return true;
    });
  }

  private chosen(
    { ids, where }: JobSelection,
    deed: 'cancel' | 'replay',
    allowed: readonly JobStateName[],
    usual: readonly JobStateName[],
  ) {
    if ((ids === undefined) === (where === undefined)) throw nothingSelected();
    if (ids) return this.named(ids, allowed);
    const { state, name, key } = where as JobConditions;
    if (state === undefined && name === undefined && key === undefined) throw nothingSelected();
    const wrong = (state ?? []).filter((each) => !allowed.includes(each));
    if (wrong.length > 0) throw wrongStates(deed, wrong, allowed);
    return this.matching({ state: [...(state ?? usual)], name, key });
  }

  private async named(ids: readonly string[], allowed: readonly JobStateName[]): Promise<Chosen> {
    const jobs: JobView[] = [];
    const asked = new Set(ids);
    for (const id of asked) {
      const job = await this.queue.job(id).catch(ifGone);
      if (job && allowed.includes(job.state) && !job.cancelling) jobs.push(job);
    }
    return { jobs, skipped: asked.size - jobs.length, left: 0 };
  }

  /** The newest first, page by page; then as many again are looked at to say what is left. */
  private async matching({ state, name, key }: JobConditions): Promise<Chosen> {
    const found: JobView[] = [];
    let before: string | undefined;
    while (found.length < 2 * MOST_JOBS_AT_ONCE) {
      const page = await this.queue.list({ states: state, name, key, before, limit: PAGE, brief: true });
      found.push(...page.filter((job) => !job.cancelling));
      before = page.at(-1)?.id;
      if (page.length < PAGE) break;
    }
    const jobs = found.slice(0, MOST_JOBS_AT_ONCE);
    return { jobs, skipped: 0, left: Math.min(found.length - jobs.length, MOST_JOBS_AT_ONCE) };
  }

  private async take(viewer: Viewer, { preview = false }: JobSelection, { jobs, skipped, left }: Chosen, take: Take): Promise<BulkAnswer> {
    if (preview) return { done: jobs.length, skipped, left, preview };
    const rest = [...jobs]; // newest first, and taken from the end: what was first goes first again
    let done = 0;
    while (rest.length > 0) {
      done += await this.deeds.write(viewer, (tx, record) => slice(rest, (job) => take(tx, record, job)));
      await nextTurn();
    }
    return { done, skipped: skipped + jobs.length - done, left, preview };
  }
}

/** Takes jobs off the end of `rest` for a few milliseconds. Gives how many were changed. */
async function slice(rest: JobView[], take: (job: JobView) => Promise<boolean>): Promise<number> {
  const until = performance.now() + SLICE_MS;
  let changed = 0;
  for (let job = rest.pop(); job; job = performance.now() < until ? rest.pop() : undefined)
    if (await take(job).catch(refusedAsNothing)) changed++;
  return changed;
}

/** A job that changed meanwhile, or is gone, is none of ours any more. */
function refusedAsNothing(error: unknown): false {
  if (error instanceof Problem && (error.status === 404 || error.status === 409)) return false;
  throw error;
}
