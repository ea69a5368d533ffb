import { AsyncLocalStorage } from 'node:async_hooks';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { newId } from '#core/kernel';

const current = new AsyncLocalStorage<string>();

/** What a proxy or a caller may choose as id: nothing that could forge a log line or a header. */
const SAFE = /^[A-Za-z0-9._-]{8,64}$/;

/** The id of the request that the running code serves, if it serves one. */
export function currentRequestId(): string | undefined {
  return current.getStore();
}

/** Gives every request an id: the caller's `x-request-id` when it is safe, else a new one. It is echoed, logged and part of every error. */
export function requestIds(): RequestHandler {
  return (request: Request, response: Response, next: NextFunction) => {
    const given = request.headers['x-request-id'];
    const id = typeof given === 'string' && SAFE.test(given) ? given : newId();
    response.setHeader('x-request-id', id);
    current.run(id, next);
  };
}
