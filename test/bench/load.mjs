/** Requests sent to a program, and what they cost it. */
import { setTimeout as sleep } from 'node:timers/promises';
import autocannon from 'autocannon';

/** No measurement goes on longer, however slow the program is. */
const AT_MOST_MS = 20_000;

/** @typedef {{ method: 'GET' | 'POST', path: string, body?: string, headers?: Record<string, string> }} Call */
/** @typedef {{ count: number, cpuMs: number, wallMs: number, p50: number, p99: number, perSecond: number, bytes: number, loopP99: number, waited: number }} Cost per call, but for count, perSecond and waited (the part of the time) */

/**
 * Sends `count` calls over `connections`, taking the calls in turn; the program's CPU is read before and after. Throws when
 * an answer is not what 2xx says.
 * @param {import('./program.mjs').Program} program
 * @param {Call[]} calls
 * @param {{ count: number, connections?: number, warmUp?: number }} options
 * @returns {Promise<Cost>}
 */
export async function measure(program, calls, { count, connections = 1, warmUp = 0 }) {
  if (warmUp > 0) await fire(program, calls, warmUp, connections);
  await settle(program);
  const before = await program.cpuMs();
  const [started, waitedBefore] = [performance.now(), program.waitedMs()];
  const result = await fire(program, calls, count, connections);
  const cpuMs = (await program.cpuMs()) - before;
  const waited = (program.waitedMs() - waitedBefore) / (performance.now() - started);
  const answered = result.requests.total;
  return {
    count: answered,
    cpuMs: cpuMs / answered,
    wallMs: result.latency.average,
    p50: result.latency.p50,
    p99: result.latency.p99,
    perSecond: answered / result.duration,
    bytes: result.throughput.total / answered,
    loopP99: await program.eventLoopP99(),
    waited,
  };
}

/** @param {import('./program.mjs').Program} program @param {Call[]} calls @param {number} amount @param {number} connections */
async function fire(program, calls, amount, connections) {
  const instance = autocannon({ url: program.url ?? '', connections, amount, requests: calls, timeout: 20 });
  const late = setTimeout(() => instance.stop(), AT_MOST_MS);
  const result = await instance;
  clearTimeout(late);
  if (result.non2xx + result.errors > 0) {
    throw new Error(
      `${result.non2xx} of ${amount} answers were no success, ${result.errors} did not come: ${await sample(program, calls)}`,
    );
  }
  return result;
}

/** What a call answers, to tell why it is no success. @param {import('./program.mjs').Program} program @param {Call[]} calls */
async function sample(program, [call]) {
  const response = await fetch(program.url + call.path, { method: call.method, body: call.body, headers: call.headers });
  return `${response.status} ${(await response.text()).slice(0, 400)}`;
}

/** Waits for what the last load left behind, and forgets its event-loop delays. @param {import('./program.mjs').Program} program */
async function settle(program) {
  for (let before = -1, now = await program.cpuMs(); now - before > 10; now = await program.cpuMs()) {
    before = now;
    await sleep(200);
  }
  await program.eventLoopP99();
}

const JSON_BODY = { 'content-type': 'application/json' };

/** @param {string} path @param {unknown} body @param {Record<string, string>} headers @returns {Call} */
export const post = (path, body, headers = {}) => ({
  method: 'POST',
  path,
  body: JSON.stringify(body),
  headers: { ...JSON_BODY, ...headers },
});

/** Signs a demo person in and returns the headers that make a call theirs. @param {string} url @param {string} username */
export async function signedIn(url, username) {
  const { path, body, headers } = signIn(username);
  const response = await fetch(url + path, { method: 'POST', body, headers });
  if (!response.ok) throw new Error(`${username} could not sign in: ${response.status} ${await response.text()}`);
  const cookie = response.headers.getSetCookie().map((each) => each.split(';')[0]);
  return { cookie: cookie.join('; '), 'x-jupiter': '1' };
}

/** @param {string} username */
export const signIn = (username) => post('/api/auth/sign-in', { username, password: 'jupiter-demo' });
