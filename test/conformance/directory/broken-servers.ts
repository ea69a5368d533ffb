import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { generate } from 'selfsigned';

/** A server that does something else than a directory should. */
export interface BrokenServer {
  readonly url: string;
  /** Its certificate, for those that speak TLS. */
  readonly ca: string;
  /** Connections that were made to it. */
  readonly connections: number;
  /** Waits until the other side has closed every connection. */
  allClosed(): Promise<void>;
  stop(): Promise<void>;
}

/** Accepts connections and never says a word. */
export const silent = () => started(createServer(), '');

/** Completes the TLS handshake and then answers nothing. */
export const silentAfterHandshake = () => speakingTls((socket) => socket.resume());

/** Hangs up on the first request. */
export const hangingUp = () => speakingTls((socket) => socket.once('data', () => socket.end()));

/** Answers with what is no LDAP. */
export const talkingNonsense = () => speakingTls((socket) => socket.on('data', () => socket.write('HTTP/1.1 400 Bad Request\r\n\r\n')));

async function speakingTls(onSocket: (socket: Socket) => void): Promise<BrokenServer> {
  const altNames = [{ type: 7 as const, ip: '127.0.0.1' }];
  const { cert, private: key } = await generate([{ name: 'commonName', value: 'broken' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'subjectAltName', altNames },
    ],
  });
  const server = createTlsServer({ cert, key }, (socket) => {
    socket.on('error', () => undefined);
    onSocket(socket);
  });
  return started(server, cert);
}

async function started(server: Server, ca: string): Promise<BrokenServer> {
  const sockets: Socket[] = [];
  server.on('connection', (socket: Socket) => {
    sockets.push(socket);
    socket.on('error', () => undefined);
    // Without a reader a closed connection would never be noticed.
    if (ca === '') socket.resume();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `ldaps://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ca,
    get connections() {
      return sockets.length;
    },
    allClosed: async () => {
      await Promise.all(sockets.map((socket) => (socket.destroyed ? undefined : once(socket, 'close'))));
    },
    stop: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
