import createClient, { type Middleware } from 'openapi-fetch';
import { readProblem, unreachable } from './problem';
import type { paths } from './schema';

/** Whatever is not a success is thrown as ApiProblem, so that no page handles a refused answer as figures. */
const problemsAreThrown: Middleware = {
  async onResponse({ response }) {
    if (!response.ok) throw await readProblem(response);
  },
  onError: ({ error, request }) => (request.signal.aborted ? undefined : unreachable(error)),
};

/** The server's API, typed by the document that the server itself writes. */
export const api = createClient<paths>({ baseUrl: '', headers: { accept: 'application/json' } });
api.use(problemsAreThrown);

/** The body of an answer that always has one. */
export async function bodyOf<T>(answer: Promise<{ data?: T }>): Promise<T> {
  const { data } = await answer;
  if (data === undefined) throw new Error('The server answered without a body.');
  return data;
}
