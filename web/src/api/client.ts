import { readProblem, unreachable } from './problem';

type Method = 'GET' | 'POST';

/** One request to the server, with its answer parsed. Throws ApiProblem for whatever is not a success. */
export async function request<T>(method: Method, path: string, o: { body?: unknown; signal?: AbortSignal } = {}): Promise<T> {
  const response = await send(method, path, o);
  if (response.status === 204) return undefined as T;
  const text = await response.text();
  return (text === '' ? undefined : JSON.parse(text)) as T;
}

/** One request whose answer is a file. */
export async function download(path: string, body: unknown): Promise<{ blob: Blob; name: string }> {
  const response = await send('POST', path, { body });
  return { blob: await response.blob(), name: fileName(response.headers.get('content-disposition')) };
}

async function send(method: Method, path: string, { body, signal }: { body?: unknown; signal?: AbortSignal }): Promise<Response> {
  const response = await fetch(`/api/${path}`, {
    method,
    headers: body === undefined ? { accept: 'application/json' } : { accept: 'application/json', 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal ? { signal } : {}),
  }).catch((error: unknown) => {
    if (signal?.aborted) throw error;
    throw unreachable();
  });
  if (!response.ok) throw await readProblem(response);
  return response;
}

function fileName(disposition: string | null): string {
  const extended = /filename\*=UTF-8''([^;]+)/i.exec(disposition ?? '')?.[1];
  if (extended) return decodeURIComponent(extended);
  return /filename="?([^";]+)"?/i.exec(disposition ?? '')?.[1] ?? 'jupiter';
}
