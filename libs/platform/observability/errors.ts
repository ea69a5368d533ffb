import { Problem } from '#core/kernel';

/** One field of a request that is not as declared. */
export interface FieldFault {
  readonly field: string;
  readonly message: string;
}

export const invalidRequest = (fields: readonly FieldFault[]) =>
  new Problem(
    'request.invalid',
    400,
    `The request is not as declared: ${fields.map((fault) => fault.message).join('; ')}.`,
    'Correct the fields named.',
    { fields },
  );

export const unreadableRequest = (reason: string) =>
  new Problem('request.unreadable', 400, `The body cannot be read: ${reason}`, 'Send valid JSON with content-type application/json.');

export const tooDeepRequest = (deepest: number) =>
  new Problem(
    'request.too-deep',
    400,
    `The request nests deeper than ${deepest} levels.`,
    'Send what /api/docs describes; nothing there is that deep.',
  );

export const tooManyNames = (most: number) =>
  new Problem('request.too-many-names', 400, `A part of the request has more than ${most} names.`, 'Ask for less at once.');

/** Names that every object inherits would be lost on the way to the one who asks for them. */
export const inheritedNames = (names: readonly string[]) =>
  invalidRequest(names.map((field) => ({ field, message: `'${field}' is no name that anything here can have` })));

export const wrongMediaType = () =>
  new Problem('request.wrong-media-type', 415, 'The body is not JSON.', 'Send JSON with content-type application/json.');

export const requestTooLarge = () => new Problem('request.too-large', 413, 'The body is too large.', 'Ask for less at once.');

export const unknownAddress = (method: string, path: string) =>
  new Problem('request.unknown-address', 404, `Nothing answers ${method} ${path.slice(0, 200)}.`, 'See /api/docs for what does.');

/** Any other refusal of the framework, such as a method or media type it does not take. */
export const refusedRequest = (status: number, reason: string) =>
  new Problem('request.refused', status, reason, 'See /api/docs for what is expected.');

/** What nobody foresaw. It says nothing but the id, with which the log tells the rest. */
export const internalError = (requestId: string) =>
  new Problem('server.internal', 500, 'Something went wrong in Jupiter.', `Try again; if it stays, tell IT the id ${requestId}.`);

/** `/metrics` is for a collector on this machine. */
export const metricsElsewhere = () =>
  new Problem(
    'server.metrics-elsewhere',
    403,
    '/metrics answers this machine only.',
    'Use /api/metrics, signed in with the right to observe.',
  );
