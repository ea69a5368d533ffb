import { mutationOptions, type QueryClient, queryOptions } from '@tanstack/react-query';
import type { Me, SignInOptions } from '#core/contract';
import { request } from './client';
import { problemOf } from './problem';

/** The person who is signed in, or null. */
export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) => request<Me>('GET', 'me', { signal }).catch(signedOut),
  staleTime: Number.POSITIVE_INFINITY,
  retry: false,
});

export const signInOptionsQuery = queryOptions({
  queryKey: ['sign-in-options'],
  queryFn: ({ signal }) => request<SignInOptions>('GET', 'auth/options', { signal }),
  staleTime: Number.POSITIVE_INFINITY,
});

/** Signs in, then starts with an empty memory: nothing of the person before is shown to the next. */
export const signInMutation = (client: QueryClient) =>
  mutationOptions({
    mutationFn: (credentials: { account: string; password: string }) =>
      request<unknown>('POST', 'auth/sign-in', { body: { username: credentials.account, password: credentials.password } }),
    onSuccess: async () => {
      const me = await request<Me>('GET', 'me');
      client.clear();
      client.setQueryData(meQuery.queryKey, me);
    },
  });

export const signOutMutation = (client: QueryClient) =>
  mutationOptions({
    mutationFn: () => request<unknown>('POST', 'auth/sign-out', { body: {} }),
    onSuccess: () => {
      client.clear();
      client.setQueryData(meQuery.queryKey, null);
    },
  });

function signedOut(error: unknown): null {
  if (problemOf(error).status === 401) return null;
  throw error;
}
