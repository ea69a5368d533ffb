import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from 'react-router/dom';
import { problemOf } from '../api/problem';
import { meQuery } from '../api/session';
import { ErrorBoundary } from './error-boundary';
import { Notifications } from './notifications';
import { router } from './routes';
import { SessionGate } from './session-gate';
import { ThemeFrame } from './theme';

/** An answer of 401 anywhere means the session is over: the sign-in page comes up in place, the address stays. */
const endSession = (error: unknown): void => {
  if (problemOf(error).status === 401 && client.getQueryData(meQuery.queryKey)) client.setQueryData(meQuery.queryKey, null);
};

const client: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError: endSession }),
  mutationCache: new MutationCache({ onError: endSession }),
  defaultOptions: {
    queries: {
      retry: (failures, error) => failures < 2 && problemOf(error).status >= 502,
      refetchOnWindowFocus: false,
    },
  },
});

export function App() {
  return (
    <ThemeFrame>
      <ErrorBoundary>
        <QueryClientProvider client={client}>
          <Notifications>
            <SessionGate>
              <RouterProvider router={router} />
            </SessionGate>
          </Notifications>
        </QueryClientProvider>
      </ErrorBoundary>
    </ThemeFrame>
  );
}
