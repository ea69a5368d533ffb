import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { DashboardView, Filters, TileResult } from '#core/contract';
import { request } from './client';

const segment = encodeURIComponent;

/** Which figures a page looks at: the filters in force and, when set, an older load. */
export interface Lens {
  readonly filters: Filters;
  readonly asOf?: string | undefined;
}

export const dashboardQuery = (module: string, dashboard: string) =>
  queryOptions({
    queryKey: ['dashboard', module, dashboard],
    queryFn: ({ signal }) => request<DashboardView>('GET', `modules/${segment(module)}/dashboards/${segment(dashboard)}`, { signal }),
    staleTime: 60_000,
  });

/** A tile's figures. While another view is computed the figures before it stay, dimmed, so that nothing jumps. */
export const tileQuery = (module: string, dashboard: string, tile: string, lens: Lens) =>
  queryOptions({
    queryKey: ['tile', module, dashboard, tile, lens.filters, lens.asOf ?? ''],
    queryFn: ({ signal }) =>
      request<TileResult>('POST', `modules/${segment(module)}/dashboards/${segment(dashboard)}/tiles/${segment(tile)}`, {
        body: { filters: lens.filters, ...(lens.asOf ? { asOf: lens.asOf } : {}) },
        signal,
      }),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
