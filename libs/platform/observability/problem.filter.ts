import { STATUS_CODES } from 'node:http';
import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Problem } from '#core/kernel';
import { internalError, invalidRequest, refusedRequest, requestTooLarge, unknownAddress, unreadableRequest } from './errors.js';

/** Everything that is thrown while answering becomes one problem+json (RFC 9457), never a stack. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('Request');

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const response = http.getResponse<Response>();
    const problem = problemOf(error, http.getRequest<Request>(), idOf(response));
    if (problem.status >= 500) this.logger.error(error);
    if (response.headersSent) response.destroy();
    else answer(response, problem);
  }
}

/** The header is there whatever middleware failed; the running code's context may be gone by then. */
function idOf(response: Response): string {
  return String(response.getHeader('x-request-id') ?? '');
}

function answer(response: Response, problem: Problem): void {
  const retryAfter = problem.details?.['retryAfterSeconds'];
  if (typeof retryAfter === 'number') response.setHeader('Retry-After', Math.ceil(retryAfter));
  response.setHeader('Cache-Control', 'no-store');
  response
    .status(problem.status)
    .type('application/problem+json')
    .send(
      JSON.stringify({
        ...(problem.status < 500 ? problem.details : undefined), // an error of our own may name files and statements
        type: `urn:jupiter:${problem.code}`,
        title: STATUS_CODES[problem.status] ?? 'Error',
        status: problem.status,
        detail: problem.message,
        remedy: problem.remedy,
        code: problem.code,
        requestId: idOf(response),
      }),
    );
}

function problemOf(error: unknown, request: Request, requestId: string): Problem {
  if (error instanceof Problem) return error;
  const status = statusOf(error);
  if (status === undefined || status >= 500) return internalError(requestId);
  if (status === 404) return unknownAddress(request.method, request.path);
  if (status === 413) return requestTooLarge();
  const messages = messagesOf(error);
  if (messages) return invalidRequest(messages.map((message) => ({ field: message.split(' ')[0] ?? '', message })));
  const reason = error instanceof Error ? error.message : 'The request is refused.';
  return isBodyFault(error) ? unreadableRequest(reason) : refusedRequest(status, reason);
}

/** Nest's and Express's own errors say which status they mean. */
function statusOf(error: unknown): number | undefined {
  if (error instanceof HttpException) return error.getStatus();
  const { status, statusCode } = (error ?? {}) as { status?: unknown; statusCode?: unknown };
  const said = status ?? statusCode;
  return typeof said === 'number' && said >= 400 && said < 600 ? said : undefined;
}

/** What a ValidationPipe other than `validation()` would list. */
function messagesOf(error: unknown): string[] | undefined {
  const response = error instanceof HttpException ? error.getResponse() : undefined;
  const { message } = (typeof response === 'object' ? response : {}) as { message?: unknown };
  return Array.isArray(message) ? message.map(String) : undefined;
}

/** The body parser names its errors; JSON that cannot be read reaches us as the SyntaxError Nest made a 400 of. */
function isBodyFault(error: unknown): boolean {
  const { type, message } = error as { type?: unknown; message?: string };
  return typeof type === 'string' || /JSON/.test(message ?? '');
}
