import { mutationOptions, type QueryClient, queryOptions } from '@tanstack/react-query';
import type { RunList, RunView } from '#core/contract';
import { api, bodyOf } from './client';

const addressOf = (module: string, run: string): string => `/api/modules/${encodeURIComponent(module)}/runs/${encodeURIComponent(run)}`;

/** A run in one of these states goes on. */
export const isLive = (state: RunView['state']): boolean => state === 'waiting' || state === 'running';

export const runsQuery = (module: string) =>
  queryOptions({
    queryKey: ['runs', module],
    queryFn: ({ signal }): Promise<RunList> => bodyOf(api.GET('/api/modules/{module}/runs', { params: { path: { module } }, signal })),
    refetchInterval: (query) => (query.state.data?.runs.some((run) => isLive(run.state)) ? 3000 : false),
  });

export const runQuery = (module: string, run: string) =>
  queryOptions({
    queryKey: ['run', module, run],
    queryFn: ({ signal }): Promise<RunView> =>
      bodyOf(api.GET('/api/modules/{module}/runs/{run}', { params: { path: { module, run } }, signal })),
  });

export const startRunMutation = (module: string, client: QueryClient) =>
  mutationOptions({
    mutationFn: (): Promise<RunView> => bodyOf(api.POST('/api/modules/{module}/runs', { params: { path: { module } } })),
    onSuccess: (run) => {
      client.setQueryData(runQuery(module, run.id).queryKey, run);
      return client.invalidateQueries({ queryKey: runsQuery(module).queryKey });
    },
  });

/** Where the rows that a source rejected can be downloaded. */
export const rejectsAddress = (module: string, run: string, source: string): string =>
  `${addressOf(module, run)}/rejects/${encodeURIComponent(source)}`;

/** Follows a run until it ends. `lost` is called when the server stops telling; the caller then asks by itself. Gives the way to stop. */
export function watchRun(module: string, run: string, told: (view: RunView) => void, lost: () => void): () => void {
  const events = new EventSource(`${addressOf(module, run)}/events`);
  events.onmessage = (event: MessageEvent<string>) => {
    const view = JSON.parse(event.data) as RunView;
    told(view);
    if (!isLive(view.state)) events.close();
  };
  events.onerror = () => {
    if (events.readyState === EventSource.CLOSED) lost();
  };
  return () => events.close();
}
