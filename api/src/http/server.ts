import { createServer, type Server } from 'node:http';
import { ExpressAdapter } from '@nestjs/platform-express';
import { cannotListen } from './errors.js';

const SECOND = 1000;

/** The limits of the Waitress server this one replaces, where Node has the same notion. */
const LIMITS = {
  /** Kerberos tickets do not fit in Node's 16 kB. */
  maxHeaderSize: 262_144,
  keepAliveTimeout: 120 * SECOND,
  headersTimeout: 60 * SECOND,
  requestTimeout: 300 * SECOND,
  connectionsCheckingInterval: 30 * SECOND,
};
/** Node drops connections above this where Waitress queues them, so it is ten times Waitress's. */
const MAX_CONNECTIONS = 1000;
const BACKLOG = 1024;

/** Express on an http server with those limits. */
export class LimitedExpressAdapter extends ExpressAdapter {
  override initHttpServer(): void {
    this.httpServer = createServer(LIMITS, this.getInstance());
    this.httpServer.maxConnections = MAX_CONNECTIONS;
  }
}

/** Listens; resolves with the port (of use when 0 was asked for), rejects with what to do when it cannot. */
export function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const refuse = (error: NodeJS.ErrnoException) => reject(cannotListen(host, port, String(error.code)));
    server.once('error', refuse);
    server.listen({ host, port, backlog: BACKLOG }, () => {
      server.off('error', refuse);
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : port);
    });
  });
}
