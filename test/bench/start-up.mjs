/** From nothing to ready, and the memory that web and worker hold after work. */
import { measure, post, signedIn } from './load.mjs';
import { mb, ms, waitedText } from './report.mjs';

const STARTS = 3;

/** @param {import('./company.mjs').Company} company @param {import('./report.mjs').Report} report */
export async function startUp(company, report) {
  const starts = [];
  for (let i = 0; i < STARTS; i++) {
    const web = await company.web();
    starts.push({ wallMs: web.readyMs, cpuMs: await web.cpuMs(), memory: (await web.memory()).now, waited: web.startWaited });
    await web.stop();
  }
  const [start] = starts.toSorted((a, b) => a.wallMs - b.wallMs).slice(Math.floor(STARTS / 2));
  report.section('Start');
  report.add({
    what: `web, from spawn to ready (median of ${STARTS})`,
    cpu: ms(start.cpuMs),
    wall: ms(start.wallMs),
    more: `${mb(start.memory)}${waitedText(start.waited)}`,
    goal: 'under 3 s',
    met: start.wallMs < 3000,
  });
  const worker = await company.worker();
  report.add({
    what: 'worker, from spawn to ready',
    cpu: ms(await worker.cpuMs()),
    wall: ms(worker.readyMs),
    more: mb((await worker.memory()).now),
  });
  await memoryAfterWork(company, worker, report);
}

/**
 * A run in the worker while web answers, as at night: the run holds nobody up, and afterwards both are as small as before.
 * @param {import('./company.mjs').Company} company @param {import('./program.mjs').Program} worker @param {import('./report.mjs').Report} report
 */
async function memoryAfterWork(company, worker, report) {
  const web = await company.web();
  const url = /** @type {string} */ (web.url);
  const lead = await signedIn(url, 'leo');
  const before = await worker.cpuMs();
  const started = performance.now();
  const runs = '/api/modules/finance/runs';
  const asked = await (await fetch(url + runs, { method: 'POST', headers: { 'content-type': 'application/json', ...lead } })).json();
  const meanwhile = await measure(web, [post('/api/modules/finance/rows', { metric: 'revenue', limit: 50 }, lead)], { count: 50 });
  const run = await finished(`${url}${runs}/${asked.id}`, lead);
  const wallMs = performance.now() - started;
  report.section(`Memory after load, ${company.lines.toLocaleString('en')} ledger lines`);
  report.add({ what: `a whole run by the worker: ${run.state}`, cpu: ms((await worker.cpuMs()) - before), wall: ms(wallMs) });
  report.add({
    what: 'a page of 50 rows meanwhile',
    cpu: ms(meanwhile.cpuMs),
    wall: ms(meanwhile.wallMs),
    more: `p99 ${ms(meanwhile.p99)}`,
  });
  const [ofWeb, ofWorker] = [await web.memoryAtRest(), await worker.memory()];
  report.add({
    what: 'web',
    more: `${mb(ofWeb.now)}, at most ${mb(ofWeb.most ?? Number.NaN)}`,
    goal: 'under 200 MB',
    met: ofWeb.now < 200,
  });
  report.add({ what: 'worker', more: `${mb(ofWorker.now)}, at most ${mb(ofWorker.most ?? Number.NaN)}` });
  await web.stop();
  await worker.stop();
}

/** @param {string} url @param {Record<string, string>} headers */
async function finished(url, headers) {
  for (const until = performance.now() + 120_000; performance.now() < until; await new Promise((next) => setTimeout(next, 200))) {
    const response = await fetch(url, { headers });
    const run = await response.json();
    if (!response.ok) throw new Error(`${url}: ${JSON.stringify(run)}`);
    if (run.state !== 'waiting' && run.state !== 'running' && run.state !== 'queued') return run;
  }
  throw new Error('The run did not end in two minutes.');
}
