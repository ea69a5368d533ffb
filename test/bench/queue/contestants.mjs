/**
 * Who is measured.
 *
 * @typedef {{ port?: number, file?: string, place: string, folder: string, strict?: boolean, tuned?: boolean, durable?: boolean, handles?: string }} Options
 * @typedef {Record<string, unknown>} Payload
 * @typedef {{
 *   enqueue(payload: Payload): Promise<unknown>,
 *   bulk?(payloads: Payload[]): Promise<unknown>,
 *   work(concurrency: number, handler: (payload: any) => void | Promise<void>): Promise<void>,
 *   left(): Promise<number>,
 *   close(): Promise<void>,
 * }} Opened `left`: how many jobs are not acknowledged yet
 * @typedef {(options: Options) => Promise<Opened>} Open
 *
 * @typedef {'redis-everysec' | 'redis-always' | 'postgres'} ServerName
 * @typedef {'enqueue' | 'process' | 'latency'} Measure
 * @typedef {{ name: string, driver: string, server?: ServerName, options?: Partial<Options>, durable: boolean, measures: Measure[],
 *   jobs: number, note?: string, extra?: boolean }} Contestant extra: no target asks for it;
 *   jobs: how many it gets to process at least, about what it does in two seconds
 */
import { at } from '../../../deploy/bootstrap/project.mjs';

const peer = (/** @type {string} */ name) => at('test/bench/queue/peers', `${name}.mjs`);
const own = at('test/bench/queue/jupiter/driver.mjs');
const everything = /** @type {Measure[]} */ (['enqueue', 'process', 'latency']);
const processing = /** @type {Measure[]} */ (['process']);

/** @type {Contestant[]} */
export const contestants = [
  { name: 'jupiter', driver: own, durable: true, measures: everything, jobs: 60_000, note: 'executor inside the supervisor' },
  {
    name: 'jupiter-processes',
    driver: own,
    durable: true,
    measures: ['process', 'latency'],
    jobs: 30_000,
    options: { apart: true },
    note: 'executor in a process of its own',
  },
  {
    name: 'jupiter-strict',
    driver: own,
    durable: true,
    measures: processing,
    jobs: 1_000,
    options: { strict: true },
    note: 'an end is on disk before the next start',
  },
  {
    name: 'bullmq-everysec',
    driver: peer('bullmq'),
    server: 'redis-everysec',
    durable: false,
    measures: everything,
    jobs: 12_000,
    note: 'loses the last second',
  },
  { name: 'bullmq-always', driver: peer('bullmq'), server: 'redis-always', durable: true, measures: everything, jobs: 8_000 },
  {
    name: 'pg-boss',
    driver: peer('pg-boss'),
    server: 'postgres',
    durable: true,
    measures: everything,
    jobs: 40_000,
    note: 'work() in large batches',
  },
  {
    name: 'pg-boss-strict',
    driver: peer('pg-boss'),
    server: 'postgres',
    durable: true,
    measures: processing,
    options: { strict: true },
    jobs: 1_500,
    note: 'fetch() and complete() one by one',
  },
  {
    name: 'graphile',
    driver: peer('graphile-worker'),
    server: 'postgres',
    durable: true,
    measures: everything,
    jobs: 2_500,
    note: 'as it comes',
  },
  {
    name: 'graphile-tuned',
    driver: peer('graphile-worker'),
    server: 'postgres',
    durable: true,
    measures: everything,
    options: { tuned: true },
    jobs: 40_000,
    note: 'localQueue, batched completions',
  },
  {
    name: 'plainjob-full',
    driver: peer('plainjob'),
    durable: true,
    measures: everything,
    options: { durable: true },
    jobs: 1_000,
    note: 'synchronous=FULL put in',
  },
  {
    name: 'plainjob',
    driver: peer('plainjob'),
    durable: false,
    measures: everything,
    jobs: 15_000,
    note: 'as it comes: synchronous=NORMAL',
    extra: true,
  },
  {
    name: 'liteque-full',
    driver: peer('liteque'),
    durable: true,
    measures: everything,
    options: { durable: true },
    jobs: 600,
    note: 'synchronous=FULL put in',
  },
  {
    name: 'liteque',
    driver: peer('liteque'),
    durable: false,
    measures: everything,
    jobs: 1_500,
    note: 'as it comes: synchronous=NORMAL',
    extra: true,
  },
];
