import { Injectable } from '@nestjs/common';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import type { ViewedRequest } from '#platform/identity';
import { JupiterLogger } from './jupiter-logger.js';
import { Metrics } from './metrics.js';

/** Headers may be 256 kB: nobody fills the log with addresses. */
const LONGEST_PATH = 500;

/** Probes come every few seconds and say nothing when they are well. */
const QUIET = /^\/(health|metrics|assets)(\/|$)/;

/** One line and one measurement for each request, when its answer has gone out or its caller has. */
@Injectable()
export class RequestLog {
  constructor(
    private readonly logger: JupiterLogger,
    private readonly metrics: Metrics,
  ) {}

  /** To be used before everything that answers, after `requestIds()`. */
  handler(): RequestHandler {
    return (request: Request, response: Response, next: NextFunction) => {
      const start = performance.now();
      response.once('close', () => this.answered(request, response, performance.now() - start));
      next();
    };
  }

  private answered(request: Request, response: Response, milliseconds: number): void {
    const route = routeOf(request);
    this.metrics.request(request.method, route, response.statusCode, milliseconds / 1000);
    const [path] = request.originalUrl.split('?'); // what follows may be personal
    const line = {
      message: 'request',
      requestId: response.getHeader('x-request-id'),
      method: request.method,
      path: path?.slice(0, LONGEST_PATH),
      status: response.statusCode,
      ms: Math.round(milliseconds * 10) / 10,
      person: (request as ViewedRequest).viewer?.name,
      ...(response.writableFinished ? undefined : { aborted: true }),
    };
    if (response.statusCode < 400 && QUIET.test(path ?? '')) this.logger.debug(line);
    else this.logger.log(line);
  }
}

function routeOf(request: Request): string {
  const { route } = request as { route?: { path?: unknown } };
  return typeof route?.path === 'string' ? route.path : 'other';
}
