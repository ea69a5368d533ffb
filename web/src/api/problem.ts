/** What a refused or failed request says: RFC 9457 problem details, as an error that pages can show whole. */
export interface ProblemBody {
  readonly code: string;
  readonly title: string;
  readonly status: number;
  readonly detail?: string;
  readonly remedy?: string;
  readonly requestId?: string;
}

export class ApiProblem extends Error {
  readonly code: string;
  readonly status: number;
  readonly remedy: string | undefined;
  readonly requestId: string | undefined;

  constructor(body: ProblemBody) {
    super(body.detail ?? body.title);
    this.name = 'ApiProblem';
    this.code = body.code;
    this.status = body.status;
    this.remedy = body.remedy;
    this.requestId = body.requestId;
  }
}

/** The problem behind any error: what the server said, or that it could not be reached. */
export function problemOf(error: unknown): ApiProblem {
  if (error instanceof ApiProblem) return error;
  if (error instanceof TypeError) return unreachable(error);
  return new ApiProblem({ code: 'app.unexpected', status: 0, title: error instanceof Error ? error.message : String(error) });
}

/** The network or the server did not answer at all. */
export const unreachable = (error: unknown): ApiProblem =>
  error instanceof ApiProblem
    ? error
    : new ApiProblem({
        code: 'app.unreachable',
        status: 0,
        title: 'Jupiter does not answer.',
        remedy: 'Check the network connection, then try again. If others cannot reach Jupiter either, tell IT.',
      });

/** Reads the problem of an answer that is not a success; a proxy's HTML page becomes a plain sentence. */
export async function readProblem(response: Response): Promise<ApiProblem> {
  const requestId = response.headers.get('x-request-id') ?? undefined;
  const body = (await response.json().catch(() => undefined)) as Partial<ProblemBody> | undefined;
  return new ApiProblem({
    code: body?.code ?? `http.${response.status}`,
    status: response.status,
    title: body?.title ?? `The server answered with ${response.status}.`,
    ...(body?.detail ? { detail: body.detail } : {}),
    ...(body?.remedy ? { remedy: body.remedy } : {}),
    ...((body?.requestId ?? requestId) ? { requestId: body?.requestId ?? requestId } : {}),
  } as ProblemBody);
}
