import { mutationOptions, type QueryClient, queryOptions } from '@tanstack/react-query';
import type {
  BulkAnswer,
  CancelSelection,
  JobConditions,
  JobDetail,
  JobPage,
  JobSelection,
  JobStateName,
  QueueCounts,
} from '#core/contract';
import { api, bodyOf } from './client';
import { ASK_EVERY, live } from './live';

const ENDED: readonly JobStateName[] = ['done', 'cancelled', 'dead'];

/** A job in one of these states does not change any more by itself. */
export const hasEnded = (state: JobStateName): boolean => ENDED.includes(state);

/** How many jobs of each name are in which state. */
export const countsQuery = queryOptions({
  queryKey: ['jobs', 'counts'],
  queryFn: ({ signal }): Promise<QueueCounts> => bodyOf(api.GET('/api/platform/jobs/counts', { signal })),
  ...live,
});

/** A page of jobs, newest first; `before` is the `next` of the page that came before. */
export const jobsQuery = (where: JobConditions, before?: string) =>
  queryOptions({
    queryKey: ['jobs', 'list', where, before ?? ''],
    queryFn: ({ signal }): Promise<JobPage> =>
      bodyOf(api.GET('/api/platform/jobs', { params: { query: { ...where, ...(before ? { before } : {}) } }, signal })),
    ...live,
  });

/** One job with everything known of it; asked for until it has ended. */
export const jobQuery = (id: string) =>
  queryOptions({
    queryKey: ['jobs', 'one', id],
    queryFn: ({ signal }): Promise<JobDetail> => bodyOf(api.GET('/api/platform/jobs/{id}', { params: { path: { id } }, signal })),
    refetchInterval: ({ state: { data } }) => (data && hasEnded(data.state) ? 5 * ASK_EVERY : ASK_EVERY),
  });

const jobsOf = (client: QueryClient) => () => client.invalidateQueries({ queryKey: ['jobs'] });

/** Keeps what the server says of a job after a deed, and asks anew for the lists it stands in. */
const keepJob = (client: QueryClient) => (job: JobDetail) => {
  client.setQueryData(jobQuery(job.id).queryKey, job);
  return jobsOf(client)();
};

export const cancelJobMutation = (id: string, client: QueryClient) =>
  mutationOptions({
    mutationFn: (reason: string | undefined): Promise<JobDetail> =>
      bodyOf(api.POST('/api/platform/jobs/{id}/cancel', { params: { path: { id } }, body: reason ? { reason } : {} })),
    onSuccess: keepJob(client),
  });

/** With another payload, or, given nothing, with its own. */
export const replayJobMutation = (id: string, client: QueryClient) =>
  mutationOptions({
    mutationFn: (edited: { readonly payload: unknown } | undefined): Promise<JobDetail> =>
      bodyOf(api.POST('/api/platform/jobs/{id}/replay', { params: { path: { id } }, body: (edited ?? {}) as Record<string, never> })),
    onSuccess: keepJob(client),
  });

export type Deed = 'replay' | 'cancel';

/** How many jobs a deed would take. */
export const previewQuery = (deed: Deed, selection: JobSelection) =>
  queryOptions({
    queryKey: ['jobs', 'preview', deed, selection],
    queryFn: ({ signal }): Promise<BulkAnswer> => ask(deed, { ...selection, preview: true }, signal),
    gcTime: 0,
  });

export interface Bulk {
  readonly selection: JobSelection;
  /** No more than these, however many come to match meanwhile. */
  readonly most: number;
  readonly reason?: string | undefined;
  /** Told after each thousand. */
  readonly told: (done: number) => void;
}

/** Does it to all of them, a thousand at a time: a request takes no more. */
export const bulkMutation = (deed: Deed, client: QueryClient) =>
  mutationOptions({
    mutationFn: async ({ selection, most, reason, told }: Bulk): Promise<Pick<BulkAnswer, 'done' | 'skipped'>> => {
      const sum = { done: 0, skipped: 0 };
      for (;;) {
        const { done, skipped, left } = await ask(deed, deed === 'cancel' && reason ? { ...selection, reason } : selection);
        sum.done += done;
        sum.skipped += skipped;
        told(sum.done);
        if (left === 0 || done === 0 || sum.done >= most) return sum;
      }
    },
    onSettled: jobsOf(client),
  });

function ask(deed: Deed, selection: CancelSelection, signal?: AbortSignal): Promise<BulkAnswer> {
  const options = { body: selection, ...(signal ? { signal } : {}) };
  return bodyOf(deed === 'replay' ? api.POST('/api/platform/jobs/replay', options) : api.POST('/api/platform/jobs/cancel', options));
}

/** A paused queue starts no job; what runs goes on. */
export const pauseQueueMutation = (name: string, client: QueryClient) =>
  mutationOptions({
    mutationFn: (paused: boolean) => {
      const options = { params: { path: { name } } };
      return bodyOf(
        paused ? api.POST('/api/platform/queues/{name}/pause', options) : api.POST('/api/platform/queues/{name}/resume', options),
      );
    },
    onSuccess: jobsOf(client),
  });
