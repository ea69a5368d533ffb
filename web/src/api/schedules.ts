import { mutationOptions, type QueryClient, queryOptions } from '@tanstack/react-query';
import type { ScheduleList, ScheduleRow, ScheduleRun } from '#core/contract';
import { api, bodyOf } from './client';
import { live } from './live';

/** All schedules with their next times. */
export const schedulesQuery = queryOptions({
  queryKey: ['schedules'],
  queryFn: ({ signal }): Promise<ScheduleList> => bodyOf(api.GET('/api/platform/schedules', { signal })),
  ...live,
});

/** A paused schedule enqueues nothing by the clock. */
export const pauseScheduleMutation = (name: string, client: QueryClient) =>
  mutationOptions({
    mutationFn: (paused: boolean): Promise<ScheduleRow> => {
      const options = { params: { path: { name } } };
      return bodyOf(
        paused ? api.POST('/api/platform/schedules/{name}/pause', options) : api.POST('/api/platform/schedules/{name}/resume', options),
      );
    },
    onSuccess: () => client.invalidateQueries({ queryKey: schedulesQuery.queryKey }),
  });

/** Enqueues its job now, whatever the clock says. */
export const runScheduleMutation = (name: string, client: QueryClient) =>
  mutationOptions({
    mutationFn: (): Promise<ScheduleRun> => bodyOf(api.POST('/api/platform/schedules/{name}/run', { params: { path: { name } } })),
    onSuccess: () => client.invalidateQueries({ queryKey: schedulesQuery.queryKey }),
  });
