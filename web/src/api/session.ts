import { mutationOptions, type QueryClient, queryOptions } from '@tanstack/react-query';
import type { Me } from '#core/contract';
import { api, bodyOf } from './client';
import { problemOf } from './problem';

/** The person who is signed in, or null. */
export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }): Promise<Me | null> => bodyOf(api.GET('/api/me', { signal })).catch(signedOut),
  staleTime: Number.POSITIVE_INFINITY,
  retry: false,
});

/** The company's name and, in the demo only, whom to try. */
export const signInOptionsQuery = queryOptions({
  queryKey: ['sign-in-options'],
  queryFn: ({ signal }) => bodyOf(api.GET('/api/auth/options', { signal })),
  staleTime: Number.POSITIVE_INFINITY,
});

export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/** Signs in, then starts with an empty memory: nothing of the person before is shown to the next. */
export const signInMutation = (client: QueryClient) =>
  mutationOptions({
    mutationFn: (credentials: Credentials) => bodyOf(api.POST('/api/auth/sign-in', { body: credentials })),
    onSuccess: (me) => forget(client, me),
  });

export const signOutMutation = (client: QueryClient) =>
  mutationOptions({
    mutationFn: () => api.POST('/api/auth/sign-out'),
    onSuccess: () => forget(client, null),
  });

/** The page that is open asks for everything anew; what was fetched for somebody else is gone. */
function forget(client: QueryClient, me: Me | null): void {
  client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'me' });
  client.setQueryData(meQuery.queryKey, me);
}

function signedOut(error: unknown): null {
  if (problemOf(error).status === 401) return null;
  throw error;
}
