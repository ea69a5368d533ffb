import { once } from 'node:events';
import { Agent, get, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { Drain } from './drain.js';

let server: Server;
let release: () => void = () => undefined;
let arrived: Promise<unknown>;
let drain: Drain;
const agent = new Agent({ keepAlive: true });
let port: number;

const ask = (path: string) =>
  new Promise<IncomingMessage>((resolve, reject) => get({ agent, host: '127.0.0.1', port, path }, resolve).on('error', reject));
const textOf = async (response: IncomingMessage) => (await response.toArray()).join('');

beforeEach(async () => {
  drain = new Drain();
  const app = express();
  app.use(drain.handler());
  let tell: (value?: unknown) => void = () => undefined;
  arrived = new Promise((resolve) => {
    tell = resolve;
  });
  app.get('/slow', (_request, response) => {
    release = () => response.send('done');
    tell();
  });
  app.get('/events', (_request, response) => {
    response.type('text/event-stream').flushHeaders();
  });
  server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  port = (server.address() as AddressInfo).port;
});

afterEach(() => {
  server.closeAllConnections();
  agent.destroy();
});

describe('drain', () => {
  it('lets a request that is under way end, and asks its client to close', async () => {
    const answer = ask('/slow');
    await arrived;
    const drained = drain.finish(server);
    release();
    const response = await answer;
    expect(response.headers.connection).toBe('close');
    expect(await textOf(response)).toBe('done');
    await drained;
    await expect(ask('/slow')).rejects.toThrow('ECONNREFUSED');
  });

  it('ends event streams, whose clients then connect again', async () => {
    const events = await ask('/events');
    const ended = textOf(events);
    const drained = drain.finish(server, 50);
    expect(await ended).toBe('');
    await drained;
  });

  it('waits no longer than its grace for an idle connection', async () => {
    const events = await ask('/missing');
    await textOf(events);
    await drain.finish(server, 20);
    expect(server.listening).toBe(false);
  });
});
