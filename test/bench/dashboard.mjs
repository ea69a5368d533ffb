/** A dashboard with its tiles, as a browser asks for them: on empty caches, with other filters, and again. */
import { measure, post, signedIn } from './load.mjs';
import { loop, mb, ms } from './report.mjs';

const DASHBOARD = '/api/modules/finance/dashboards/profit-and-loss';
/** As many connections as a browser opens to one address. */
const AT_ONCE = 6;
const CACHED_CALLS = 3000;
/** @type {Record<string, string[]>[]} */
const OTHER_FILTERS = [{ branch: ['North'] }, { division: ['Maintenance'] }, { branch: ['South', 'Harbour'], division: ['Tree care'] }];

/** @param {import('./company.mjs').Company} company @param {import('./report.mjs').Report} report */
export async function dashboard(company, report) {
  const web = await company.web();
  const headers = await signedIn(/** @type {string} */ (web.url), 'emma');
  const first = await look(web, headers, {});
  const rounds = [];
  for (const filters of OTHER_FILTERS) rounds.push(await look(web, headers, filters));
  const other = average(rounds);
  const calls = first.tiles.map((id) => post(`${DASHBOARD}/tiles/${encodeURIComponent(id)}`, { filters: {} }, headers));
  const again = await look(web, headers, {});
  const cached = await measure(web, calls, { count: CACHED_CALLS, connections: 1, warmUp: 500 });
  const many = await measure(web, calls, { count: CACHED_CALLS, connections: AT_ONCE });

  report.section(`Profit and loss: ${first.tiles.length} tiles on ${company.lines.toLocaleString('en')} ledger lines`);
  report.add(all('a fresh process, the dashboard and all tiles', first));
  report.add({ ...all('all tiles under other filters, nothing cached', other), goal: '12 tiles under 200 ms', met: other.wallMs < 200 });
  report.add({ ...all('all tiles again', again) });
  report.add({ ...tile('one tile, cached', cached), goal: 'under 5 ms CPU', met: cached.cpuMs < 5 });
  report.add({ ...tile(`one tile, cached, ${AT_ONCE} at once`, many), goal: 'loop p99 at most 20 ms', met: many.loopP99 <= 20 });
  const { now, most } = await web.memoryAtRest();
  report.add({
    what: 'memory of web after this, at rest',
    more: `${mb(now)}, at most ${mb(most ?? Number.NaN)}`,
    goal: 'under 200 MB',
    met: now < 200,
  });
  await web.stop();
}

/** @param {string} what @param {{ cpuMs: number, wallMs: number, loopP99: number, waited: number }} round */
const all = (what, round) => ({ what, cpu: ms(round.cpuMs), wall: ms(round.wallMs), more: loop(round).slice(2) });

/** @param {string} what @param {import('./load.mjs').Cost} cost */
const tile = (what, cost) => ({
  what,
  cpu: ms(cost.cpuMs),
  wall: ms(cost.wallMs),
  more: `p99 ${ms(cost.p99)}, ${(cost.bytes / 1000).toFixed(1)} kB, ${Math.round(cost.perSecond)}/s${loop(cost)}`,
});

/**
 * Asks for the dashboard, then for all its tiles, so many at once.
 * @param {import('./program.mjs').Program} web @param {Record<string, string>} headers @param {Record<string, string[]>} filters
 */
async function look(web, headers, filters) {
  await web.eventLoopP99();
  const before = await web.cpuMs();
  const [started, waitedBefore] = [performance.now(), web.waitedMs()];
  const { rows } = await answer(web, 'GET', DASHBOARD, headers);
  /** @type {string[]} */
  const tiles = rows.flat().map((/** @type {{ id: string }} */ each) => each.id);
  const waiting = [...tiles];
  const takeTurns = async () => {
    for (let id = waiting.shift(); id !== undefined; id = waiting.shift())
      await answer(web, 'POST', `${DASHBOARD}/tiles/${encodeURIComponent(id)}`, headers, { filters });
  };
  await Promise.all(Array.from({ length: AT_ONCE }, takeTurns));
  const wallMs = performance.now() - started;
  const waited = (web.waitedMs() - waitedBefore) / wallMs;
  return { tiles, wallMs, waited, cpuMs: (await web.cpuMs()) - before, loopP99: await web.eventLoopP99() };
}

/** @param {import('./program.mjs').Program} web @param {string} method @param {string} path @param {Record<string, string>} headers @param {unknown} [body] */
async function answer(web, method, path, headers, body) {
  const json = body === undefined ? {} : { body: JSON.stringify(body) };
  const response = await fetch(web.url + path, { method, ...json, headers: { 'content-type': 'application/json', ...headers } });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return response.json();
}

/** @param {{ cpuMs: number, wallMs: number, loopP99: number, waited: number }[]} rounds */
function average(rounds) {
  const mean = (/** @type {'cpuMs' | 'wallMs' | 'waited'} */ name) => rounds.reduce((sum, each) => sum + each[name], 0) / rounds.length;
  return { cpuMs: mean('cpuMs'), wallMs: mean('wallMs'), waited: mean('waited'), loopP99: Math.max(...rounds.map((each) => each.loopP99)) };
}
