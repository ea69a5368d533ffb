import type { Server } from 'node:http';
import { Server as NetServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { NextFunction, Request, RequestHandler, Response } from 'express';

/**
 * Lets a server finish what it has begun: it takes no more connections, asks each kept-alive client to close after its
 * next answer, ends event streams (their clients connect again, to the next process), and waits.
 */
export class Drain {
  private draining = false;
  private readonly open = new Set<Response>();

  /** To be used before everything that answers. */
  handler(): RequestHandler {
    return (_request: Request, response: Response, next: NextFunction) => {
      if (this.draining) response.setHeader('Connection', 'close');
      this.open.add(response);
      response.once('close', () => this.open.delete(response));
      next();
    };
  }

  /** Ends when every connection has closed, or after `graceMs`. */
  async finish(server: Server, graceMs = 5000): Promise<void> {
    this.draining = true;
    for (const response of this.open) this.wind(response);
    const closed = new AbortController();
    // not http's own close(): that also cuts idle connections, on which a request may be on its way
    NetServer.prototype.close.call(server, () => closed.abort());
    await sleep(graceMs, undefined, { signal: closed.signal }).catch(() => undefined);
    server.closeIdleConnections();
  }

  private wind(response: Response): void {
    if (!response.headersSent) response.setHeader('Connection', 'close');
    else if (String(response.getHeader('content-type')).startsWith('text/event-stream')) response.end();
  }
}
