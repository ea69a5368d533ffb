import { queryOptions } from '@tanstack/react-query';
import type { WorkerList } from '#core/contract';
import { api, bodyOf } from './client';
import { live } from './live';

/** The processes that run the jobs. */
export const workersQuery = queryOptions({
  queryKey: ['workers'],
  queryFn: ({ signal }): Promise<WorkerList> => bodyOf(api.GET('/api/platform/workers', { signal })),
  ...live,
});
