import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { RowsQuery, RowsResult } from '#core/contract';
import { request } from './client';

/** One page of the rows behind a figure. */
export const rowsQuery = (module: string, query: RowsQuery) =>
  queryOptions({
    queryKey: ['rows', module, query],
    queryFn: ({ signal }) => request<RowsResult>('POST', `modules/${encodeURIComponent(module)}/rows`, { body: query, signal }),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
