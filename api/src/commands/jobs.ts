import { readFile } from 'node:fs/promises';
import type { BulkAnswer, JobDetail, JobRow, JobStateName, QueueRow } from '#core/contract';
import { JOB_STATE_NAMES, MOST_JOBS_AT_ONCE } from '#core/contract';
import { LOCAL_OPERATOR } from '#platform/identity';
import { JobBulk, JobSteering, JobViews } from '#platform/operations';
import { withApp } from './context.js';
import { badNumber, unknownJobState, unreadablePayload } from './errors.js';
import { printJson, printTable } from './print-table.js';

/** Every command answers people with a table, and scripts with `--json`. */
export interface Printed {
  readonly json?: true;
}

export interface Conditions extends Printed {
  readonly state?: string;
  readonly name?: string;
  readonly key?: string;
  readonly before?: string;
  readonly limit?: string;
}

/** `jobs list`: a page of jobs, newest first. */
export async function listJobs({ state, name, key, before, limit, json }: Conditions): Promise<void> {
  const page = await withApp((app) => app.get(JobViews).page({ state: statesOf(state), name, key, before, limit: numberOf(limit) }));
  process.stdout.write(json ? printJson(page) : jobTable(page.jobs));
  if (page.next && !json) process.stderr.write(`There are more: --before ${page.next}\n`);
}

/** `jobs show`: everything about one job. */
export async function showJob(id: string, { json }: Printed): Promise<void> {
  const job = await withApp((app) => app.get(JobViews).detail(id));
  process.stdout.write(json ? printJson(job) : detailText(job));
}

/** `jobs counts`: the jobs of every name. */
export async function countJobs({ json }: Printed): Promise<void> {
  const counts = await withApp((app) => app.get(JobViews).counts());
  process.stdout.write(json ? printJson(counts) : countTable(counts.queues));
}

/** `jobs cancel`. */
export async function cancelJob(id: string, { reason, json }: Printed & { readonly reason?: string }): Promise<void> {
  const job = await withApp((app) => app.get(JobSteering).cancel(LOCAL_OPERATOR, id, reason));
  process.stdout.write(json ? printJson(job) : `Job ${id} is ${job.cancelling ? 'asked to stop; it ends within seconds' : job.state}.\n`);
}

/** `jobs replay`, with the payload of a file or with the one that it has. */
export async function replayJob(id: string, { payload: file, json }: Printed & { readonly payload?: string }): Promise<void> {
  const payload = file === undefined ? undefined : await payloadIn(file);
  const job = await withApp((app) => app.get(JobSteering).replay(LOCAL_OPERATOR, id, payload));
  process.stdout.write(json ? printJson(job) : `Job ${id} is ${job.state} again.\n`);
}

/** `jobs dead`: those that failed for good; with `--replay` all of them run again. */
export async function deadJobs(options: Conditions & { readonly replay?: true }): Promise<void> {
  if (!options.replay) return listJobs({ ...options, state: 'dead' });
  const { name, key, json } = options;
  const answer = await withApp((app) => replayAll(app.get(JobViews), app.get(JobBulk), { name, key }));
  process.stdout.write(json ? printJson(answer) : `${answer.done} replayed, ${answer.skipped} changed meanwhile, ${answer.left} left.\n`);
}

/** `jobs pause` and `jobs resume`. */
export async function pauseQueue(name: string, paused: boolean, { json }: Printed): Promise<void> {
  const queue = await withApp((app) => app.get(JobSteering).pause(LOCAL_OPERATOR, name, paused));
  process.stdout.write(json ? printJson(queue) : `${queue.name} is ${queue.paused ? 'paused: no job of it is started' : 'running'}.\n`);
}

/** In rounds of what one request takes; no more rounds than there were jobs for, as some may die again meanwhile. */
async function replayAll(views: JobViews, bulk: JobBulk, { name, key }: Conditions): Promise<BulkAnswer> {
  const { queues } = await views.counts();
  const dead = queues.filter((queue) => name === undefined || queue.name === name).reduce((sum, { states }) => sum + states.dead, 0);
  let total: BulkAnswer = { done: 0, skipped: 0, left: 0, preview: false };
  for (let round = 0; round * MOST_JOBS_AT_ONCE < dead; round++) {
    const { done, skipped, left } = await bulk.replay(LOCAL_OPERATOR, { where: { state: ['dead'], name, key } });
    total = { ...total, done: total.done + done, skipped: total.skipped + skipped, left };
    if (left === 0) break;
  }
  return total;
}

async function payloadIn(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as unknown;
  } catch (error) {
    throw unreadablePayload(file, error);
  }
}

function statesOf(text: string | undefined): JobStateName[] | undefined {
  const names = text?.split(',').map((name) => name.trim());
  const unknown = names?.find((name) => !JOB_STATE_NAMES.includes(name as JobStateName));
  if (unknown !== undefined) throw unknownJobState(unknown, JOB_STATE_NAMES);
  return names as JobStateName[] | undefined;
}

function numberOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d{1,3}$/.test(text) || Number(text) < 1 || Number(text) > 100) throw badNumber(text, 100);
  return Number(text);
}

function jobTable(jobs: readonly JobRow[]): string {
  return printTable(
    ['id', 'state', 'name', 'key', 'failures', 'due', 'reason'],
    jobs.map((job) => [job.id, job.state, job.name, job.key, `${job.failures} of ${job.maxAttempts}`, job.runAt, job.reason]),
  );
}

function countTable(queues: readonly QueueRow[]): string {
  const rows = queues.map(({ name, paused, states, oldestSeconds }) => [
    name,
    ...JOB_STATE_NAMES.map((state) => states[state]),
    oldestSeconds,
    paused ? 'paused' : '',
  ]);
  return printTable(['name', ...JOB_STATE_NAMES, 'oldest (s)', ''], rows);
}

function detailText({ history, parents, children, payload, result, progress, ...job }: JobDetail): string {
  const { known: _known, title, ...facts } = job;
  const links = (jobs: typeof parents) => jobs.map(({ id, state }) => `${id} (${state ?? 'gone'})`).join(', ') || undefined;
  const beside = {
    progress: json(progress),
    payload: json(payload),
    result: json(result),
    parents: links(parents),
    children: links(children),
  };
  const lines = Object.entries({ ...facts, ...beside }).filter(([, value]) => value !== undefined);
  const events = history.map(({ at, kind, attempt, detail }) => `  ${at}  ${kind} (start ${attempt})${detail ? `: ${detail}` : ''}`);
  const text = lines.map(([name, value]) => `${name.padEnd(12)}${String(value)}`);
  return `${[title, ...text, ...(events.length > 0 ? ['history', ...events] : [])].join('\n')}\n`;
}

const json = (value: unknown): string | undefined => (value === undefined ? undefined : JSON.stringify(value));
