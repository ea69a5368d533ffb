import type { Request } from 'express';

/** Where a request came from, as the audit and the list of sessions tell it. */
export interface Origin {
  readonly address: string;
  readonly userAgent: string;
  readonly requestId?: string;
}

/** Reads it from the request. The id is the one that the answer already carries. */
export function originOf(request: Request): Origin {
  const id = request.res?.getHeader('x-request-id');
  return {
    address: request.ip ?? '',
    userAgent: (request.get('user-agent') ?? '').slice(0, 300),
    requestId: typeof id === 'string' ? id : undefined,
  };
}
