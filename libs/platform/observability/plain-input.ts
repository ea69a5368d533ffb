import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { inheritedNames, tooDeepRequest, tooManyNames, wrongMediaType } from './errors.js';

/** No question of ours nests deeper; what converts input to classes calls itself once a level, and would run out of stack. */
const DEEPEST = 12;
/** No question of ours names so many things, and converting them holds the event loop for seconds. */
const MOST_NAMES = 200;

/**
 * Refuses what the conversion to classes would drop in silence or not survive: names that every object inherits
 * (a filter on 'constructor' would vanish, and the answer would be unfiltered), nesting without end, names without number.
 */
export function assertPlain(input: unknown): void {
  let level = [input].filter(isObject);
  for (let depth = 1; level.length > 0; depth++) {
    if (depth > DEEPEST) throw tooDeepRequest(DEEPEST);
    const names = level.filter((value) => !Array.isArray(value)).map(Object.keys);
    if (names.some(({ length }) => length > MOST_NAMES)) throw tooManyNames(MOST_NAMES);
    const inherited = names.flatMap((each) => each.filter(isInherited));
    if (inherited.length > 0) throw inheritedNames([...new Set(inherited)]);
    level = level.flatMap((value) => Object.values(value).filter(isObject));
  }
}

/** Refuses a body that is not JSON: it would go unread, and the question be answered as if it had no filters. Before the parser. */
export function jsonBodies(): RequestHandler {
  return (request: Request, _response: Response, next: NextFunction) => {
    const isOther = request.headers['content-length'] !== '0' && request.is('application/json') === false;
    next(isOther ? wrongMediaType() : undefined);
  };
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
const isInherited = (name: string): boolean => name in Object.prototype || name === 'prototype';
