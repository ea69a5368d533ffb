import type { Request } from 'express';

/** Where a request came from, as the audit and the list of sessions tell it. */
export interface Origin {
  readonly address: string;
  readonly userAgent: string;
  readonly requestId?: string;
}

/** Reads it from the request. The id was given by whoever logs requests. */
export function originOf(request: Request): Origin {
  const { id } = request as Request & { id?: unknown };
  return {
    address: request.ip ?? '',
    userAgent: (request.get('user-agent') ?? '').slice(0, 300),
    requestId: typeof id === 'string' ? id : undefined,
  };
}
