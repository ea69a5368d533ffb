/** A page of 50 ledger rows out of a million, filtered and sorted: Jupiter beside a bare server with the same SQL. */
import { writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { at } from '../../deploy/bootstrap/project.mjs';
import { measure, post, signedIn } from './load.mjs';
import { loop, mb, ms, times } from './report.mjs';

const require = createRequire(import.meta.url);

const PAGES = 20;
const COUNT = 200;
const QUERY = {
  metric: 'net_income',
  where: { branch: ['North'], period: { from: '2025-01', to: '2025-12' } },
  order: [{ by: 'amount', direction: 'desc' }],
  limit: 50,
};
const pageAt = (/** @type {number} */ index) => ({ ...QUERY, offset: index * QUERY.limit });

/** @param {import('./company.mjs').Company} company @param {import('./report.mjs').Report} report */
export async function pages(company, report) {
  const web = await company.web();
  const headers = await signedIn(/** @type {string} */ (web.url), 'carla');
  const turns = Array.from({ length: PAGES }, (_, i) => post('/api/modules/finance/rows', pageAt(i), headers));
  const bare = await company.bare('test/bench/bare-page.mjs', { BENCH_PAGES: await pagesFile(company, web, headers) });
  const bareTurns = turns.map((_, i) => post('/', { page: i }));

  const options = { count: COUNT, warmUp: 2 * PAGES };
  const [jupiter, least] = [await measure(web, turns, options), await measure(bare, bareTurns, options)];
  const [busy, leastBusy] = [
    await measure(web, turns, { ...options, connections: 8 }),
    await measure(bare, bareTurns, { ...options, connections: 8 }),
  ];
  const ratio = jupiter.cpuMs / least.cpuMs;

  report.section(`A page of 50 of ${company.lines.toLocaleString('en')} ledger lines, filtered and sorted`);
  report.add({ ...line('Jupiter: sign-in, permission, gate', jupiter), goal: 'at most x 2.00 CPU', met: ratio <= 2 });
  report.add(line('bare node:http, prepared statement', least));
  report.add({ what: 'ratio', cpu: times(ratio), wall: times(jupiter.wallMs / least.wallMs) });
  report.add({ ...line('Jupiter, 8 at once', busy), goal: 'loop p99 at most 20 ms', met: busy.loopP99 <= 20 });
  report.add(line('bare, 8 at once', leastBusy));
  report.add({ what: 'ratio', cpu: times(busy.cpuMs / leastBusy.cpuMs), wall: times(busy.wallMs / leastBusy.wallMs) });
  const { now, most } = await web.memoryAtRest();
  report.add({
    what: 'memory of web after this, at rest',
    more: `${mb(now)}, at most ${mb(most ?? Number.NaN)}`,
    goal: 'under 200 MB',
    met: now < 200,
  });
  await web.stop();
  await bare.stop();
}

/** @param {string} what @param {import('./load.mjs').Cost} cost @returns {import('./report.mjs').Line} */
function line(what, cost) {
  const { cpuMs, wallMs, p99, bytes } = cost;
  return { what, cpu: ms(cpuMs), wall: ms(wallMs), more: `p99 ${ms(p99)}, ${(bytes / 1000).toFixed(1)} kB${loop(cost)}` };
}

/**
 * What the bare server needs: the statements that the gate sends to the engine for these pages, taken down as it sends them.
 * @param {import('./company.mjs').Company} company
 * @param {import('./program.mjs').Program} web
 * @param {Record<string, string>} headers
 */
async function pagesFile(company, web, headers) {
  const { Warehouse } = require(at('dist/libs/data/warehouse/index.js'));
  const { Registry } = require(at('dist/libs/platform/registry/index.js'));
  const { Gate } = require(at('dist/libs/insight/gate/index.js'));
  const { LOCAL_OPERATOR } = require(at('dist/libs/platform/identity/index.js'));
  const { loadConfiguration } = require(at('dist/libs/platform/configuration/index.js'));
  const { departments } = require(at('dist/api/src/departments/index.js'));
  const folder = join(company.data, 'warehouse');
  const { warehouse: limits } = loadConfiguration({ JUPITER_DATA: company.data });
  const warehouse = new Warehouse(folder, { ...limits, keep: 30 });
  const gate = new Gate(new Registry(departments), warehouse);
  /** @type {{ sql: string, parameters: unknown[] }[]} */
  let sent = [];
  const read = warehouse.read.bind(warehouse);
  warehouse.read = (
    /** @type {unknown} */ snapshot,
    /** @type {string} */ sql,
    /** @type {unknown[]} */ parameters = [],
    /** @type {unknown} */ options,
  ) => {
    sent.push({ sql, parameters });
    return read(snapshot, sql, parameters, options);
  };
  const statements = [];
  for (let i = 0; i < PAGES; i++) {
    sent = [];
    await gate.rows(LOCAL_OPERATOR, 'finance', pageAt(i));
    const page = sent.find(({ sql }) => /\blimit\b/i.test(sql) && /\border by\b/i.test(sql));
    if (!page) throw new Error(`No statement of the gate looks like a page:\n${sent.map(({ sql }) => sql).join('\n')}`);
    statements.push(page);
  }
  const { files } = warehouse.snapshot('finance');
  await warehouse.close();
  const file = join(company.data, 'pages.json');
  const { rows: _rows, ...around } = await (
    await fetch(`${web.url}/api/modules/finance/rows`, { method: 'POST', ...bodyAndHeaders(headers) })
  ).json();
  const settings = {
    threads: String(limits.threads),
    memory_limit: limits.memory,
    preserve_insertion_order: 'false',
    allocator_background_threads: 'true',
  };
  const attach = [files.marts, files.facts].map((each) => ({ file: join(folder, each), name: `"${each.replace(/\.duckdb$/, '')}"` }));
  await writeFile(file, JSON.stringify({ settings, attach, pages: statements, around }));
  return file;
}

/** @param {Record<string, string>} headers */
const bodyAndHeaders = (headers) => ({ body: JSON.stringify(pageAt(0)), headers: { 'content-type': 'application/json', ...headers } });
