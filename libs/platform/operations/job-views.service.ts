import { Injectable } from '@nestjs/common';
import type { JobDetail, JobLink, JobPage, JobQuery, JobRow, JobStateCounts, QueueCounts, QueueRow } from '#core/contract';
import { JOB_STATE_NAMES } from '#core/contract';
import { type JobView, Queue, type QueueCount } from '#platform/queue';

import { ifGone, jobId } from './job-id.js';

const PAGE = 50;
/** A fan of a thousand jobs is not drawn. */
const MOST_LINKS = 100;

/** The queue in the shapes that cross the wire. */
@Injectable()
export class JobViews {
  constructor(private readonly queue: Queue) {}

  /** Newest first; `next` when there are more. */
  async page({ state, name, key, before, limit = PAGE }: JobQuery): Promise<JobPage> {
    const jobs = await this.queue.list({ states: state, name, key, before, limit: limit + 1, brief: true });
    const shown = jobs.slice(0, limit);
    const next = jobs.length > limit ? shown.at(-1)?.id : undefined;
    return { jobs: shown.map((job) => this.row(job)), ...(next === undefined ? {} : { next }) };
  }

  /** Everything about one job. Throws `operations.no-job-id`, `queue.unknown-job`. */
  async detail(id: string): Promise<JobDetail> {
    const job = await this.queue.job(jobId(id));
    const known = this.titles().has(job.name);
    const [history, parents, children] = await Promise.all([this.queue.history(id), this.links(job.parents), this.links(job.children)]);
    const { payload, result } = job;
    return {
      ...this.row(job),
      known,
      ...(known ? { payload } : {}),
      ...(result === undefined ? {} : { result }),
      history,
      parents,
      children,
    };
  }

  /** Every name that is declared or has jobs, with the sums of all. */
  async counts(): Promise<QueueCounts> {
    const counted = new Map((await this.queue.counts()).map((count) => [count.name, count]));
    const titles = this.titles();
    const names = [...new Set([...titles.keys(), ...counted.keys()])].sort();
    const queues = names.map((name) => queueRow(name, titles.get(name) ?? name, counted.get(name)));
    const oldest = queues.flatMap(({ oldestSeconds }) => oldestSeconds ?? []);
    const sum = (state: (typeof JOB_STATE_NAMES)[number]) => queues.reduce((total, { states }) => total + states[state], 0);
    return { queues, totals: counts(sum), ...(oldest.length > 0 ? { oldestSeconds: Math.max(...oldest) } : {}) };
  }

  private row({ payload: _payload, result: _result, parents: _parents, children: _children, ...job }: JobView): JobRow {
    return { ...job, title: this.titles().get(job.name) ?? job.name };
  }

  private async links(ids: readonly string[] = []): Promise<JobLink[]> {
    return Promise.all(ids.slice(0, MOST_LINKS).map((id) => this.link(id)));
  }

  /** A job beside may have been pruned: then only its id is left. */
  private async link(id: string): Promise<JobLink> {
    const job = await this.queue.job(id).catch(ifGone);
    return job ? { id, name: job.name, title: this.titles().get(job.name) ?? job.name, state: job.state } : { id };
  }

  private titles(): Map<string, string> {
    return new Map(this.queue.definitions().map(({ name, title }) => [name, title]));
  }
}

function queueRow(name: string, title: string, count: QueueCount | undefined): QueueRow {
  const { paused = false, oldestDueAt } = count ?? {};
  const oldestSeconds = oldestDueAt === undefined ? undefined : Math.max(0, Math.round((Date.now() - Date.parse(oldestDueAt)) / 1000));
  const states = counts((state) => count?.states[state] ?? 0);
  return { name, title, paused, states, ...(oldestDueAt === undefined ? {} : { oldestDueAt, oldestSeconds }) };
}

const counts = (of: (state: (typeof JOB_STATE_NAMES)[number]) => number): JobStateCounts =>
  Object.fromEntries(JOB_STATE_NAMES.map((state) => [state, of(state)])) as unknown as JobStateCounts;
