import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { RowsQuery, RowsResult } from '#core/contract';
import { api, bodyOf } from './client';

/** One page of the rows behind a figure. */
export const rowsQuery = (module: string, query: RowsQuery) =>
  queryOptions({
    queryKey: ['rows', module, query],
    queryFn: ({ signal }): Promise<RowsResult> =>
      bodyOf(api.POST('/api/modules/{module}/rows', { params: { path: { module } }, body: query, signal })),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
