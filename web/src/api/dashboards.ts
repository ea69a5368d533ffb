import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { DashboardView, Filters, TileResult } from '#core/contract';
import { api, bodyOf } from './client';

/** Which figures a page looks at: the filters in force and, when set, an older load. */
export interface Lens {
  readonly filters: Filters;
  readonly asOf?: string | undefined;
}

export const dashboardQuery = (module: string, dashboard: string) =>
  queryOptions({
    queryKey: ['dashboard', module, dashboard],
    queryFn: ({ signal }): Promise<DashboardView> =>
      bodyOf(api.GET('/api/modules/{module}/dashboards/{dashboard}', { params: { path: { module, dashboard } }, signal })),
    staleTime: 60_000,
  });

/** A tile's figures. While another view is computed the figures before it stay, dimmed, so that nothing jumps. */
export const tileQuery = (module: string, dashboard: string, tile: string, { filters, asOf }: Lens) =>
  queryOptions({
    queryKey: ['tile', module, dashboard, tile, filters, asOf ?? ''],
    queryFn: ({ signal }): Promise<TileResult> =>
      bodyOf(
        api.POST('/api/modules/{module}/dashboards/{dashboard}/tiles/{tile}', {
          params: { path: { module, dashboard, tile } },
          body: { filters, ...(asOf ? { asOf } : {}) },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
