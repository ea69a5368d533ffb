import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { z } from 'zod';
import { AuditEvent } from '#platform/audit';
import { loadConfiguration } from '#platform/configuration';
import { cron, defineJob, Handlers, JobWorker, Queue, Schedules } from '#platform/queue';
import { Storage } from '#platform/storage';
import { bringUpToDate } from '../../api/src/commands/context.js';
import { createWeb } from '../../api/src/http/create-web.js';

/** Where a parcel cannot go. */
export const NOWHERE = 'nowhere';

const address = z.strictObject({ to: z.string().min(1), token: z.string() });
type Address = z.infer<typeof address>;

/** A job with a secret, which fails for good when it has nowhere to go. */
export const PARCEL = defineJob<Address, { label: string }>({
  name: 'parcel',
  title: 'Delivery of a parcel',
  payload: address,
  secrets: ['token'],
  retry: { maxAttempts: 1 },
});

/** A job that never ends by itself. */
export const WATCH = defineJob({ name: 'watch', title: 'Night watch', payload: z.null() });

/** A body nothing is expected of beforehand. */
type Refusal = Record<string, unknown>;

/** What came back from a request. */
export interface Answer<T> {
  readonly status: number;
  readonly body: T;
}

/** The web process with two kinds of job, a schedule, and a worker inside it. */
export interface OperationsApp {
  readonly folder: string;
  readonly address: string;
  readonly nest: NestExpressApplication;
  readonly queue: Queue;
  /** Tokens that arrived at the handler of parcels, newest last. */
  readonly tokens: readonly string[];
  get<T = Refusal>(path: string, as?: string): Promise<Answer<T>>;
  post<T = Refusal>(path: string, body?: unknown, as?: string): Promise<Answer<T>>;
  text(path: string, as?: string): Promise<string>;
  /** Deeds that were audited of an object, oldest first. */
  deeds(object: string): Record<string, unknown>[];
  close(): Promise<void>;
}

/** Starts it on a data folder of its own. People: ida may see and steer, emma may not. */
export async function startOperationsApp(): Promise<OperationsApp> {
  const folder = await mkdtemp(join(tmpdir(), 'jupiter-operations-'));
  const configuration = loadConfiguration({ JUPITER_DATA: folder, JUPITER_LOG_LEVEL: 'silent' });
  await bringUpToDate(configuration);
  const { app: nest, listen, stop } = await createWeb(configuration, []);
  const tokens: string[] = [];
  declare(nest, tokens);
  const url = `http://127.0.0.1:${await listen('127.0.0.1', 0)}`;
  await nest.get(JobWorker).start();
  const cookies: Record<string, string> = { nobody: '' };
  const send = (method: string, path: string, body: unknown, as: string) =>
    fetch(url + path, {
      method,
      headers: { 'x-jupiter': '1', cookie: cookies[as] ?? '', ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      body: typeof body === 'string' ? body : (JSON.stringify(body) ?? null),
    });
  const call = async <T>(...sent: Parameters<typeof send>): Promise<Answer<T>> => {
    const answer = await send(...sent);
    return { status: answer.status, body: (await answer.json()) as T };
  };
  for (const username of ['ida', 'emma']) {
    const signedIn = await send('POST', '/api/auth/sign-in', { username, password: 'jupiter-demo' }, 'nobody');
    cookies[username] = (signedIn.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  }
  return {
    ...{ folder, address: url, nest, tokens, queue: nest.get(Queue) },
    get: (path, as = 'ida') => call('GET', `/api/platform/${path}`, undefined, as),
    post: (path, body, as = 'ida') => call('POST', `/api/platform/${path}`, body, as),
    text: async (path, as = 'ida') => (await send('GET', path, undefined, as)).text(),
    deeds: (object) => deedsOf(nest.get(Storage), object),
    close: async () => {
      await nest.get(JobWorker).stop(0);
      await stop();
      await rm(folder, { recursive: true });
    },
  };
}

function declare(nest: NestExpressApplication, tokens: string[]): void {
  const handlers = nest.get(Handlers);
  handlers.add({
    job: PARCEL,
    run: async ({ payload: { to, token } }) => {
      tokens.push(token);
      if (to === NOWHERE) throw new Error('There is no such street.');
      return { kind: 'done', result: { label: `to ${to}` } };
    },
  });
  handlers.add({
    job: WATCH,
    run: async ({ signal }) => {
      await new Promise((aborted) => signal.addEventListener('abort', aborted, { once: true }));
      return { kind: 'cancel', reason: 'The watch is over.' };
    },
  });
  nest.get(Schedules).add({
    name: 'rounds',
    title: 'Rounds of the house',
    when: cron('0 3 * * *'),
    job: (slot) => ({ name: PARCEL.name, payload: { to: slot, token: 'round' } }),
  });
}

function deedsOf(storage: Storage, object: string): Record<string, unknown>[] {
  const { tableName } = storage.dataSource.getMetadata(AuditEvent);
  return storage
    .read<{ actor: string; action: string; before: string | null; after: string | null; requestId: string | null }>(
      `SELECT actor, action, before, after, request_id AS requestId FROM ${tableName} WHERE object = ? ORDER BY id`,
      [object],
    )
    .map(({ before, after, ...deed }) => ({ ...deed, before: JSON.parse(before ?? 'null'), after: JSON.parse(after ?? 'null') }));
}
