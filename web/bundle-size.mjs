/**
 * What a browser fetches first, and what each page adds: gzip sizes of the built web app. Fails when the first load is
 * over its budget, or when the chart library is part of it.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';

const FIRST_LOAD_BUDGET = 250_000;
const folder = resolve(process.argv[2] ?? join(import.meta.dirname, '../dist/web'));

const page = readFileSync(join(folder, 'index.html'), 'utf8');
const first = new Set([...page.matchAll(/(?:src|href)="\/assets\/([^"]+)"/g)].map(([, name]) => name));
const sizes = readdirSync(join(folder, 'assets'))
  .map((name) => ({ name, bytes: gzipSync(readFileSync(join(folder, 'assets', name))).length }))
  .sort((a, b) => b.bytes - a.bytes);

const firstLoad = sizes.filter(({ name }) => first.has(name)).reduce((sum, { bytes }) => sum + bytes, gzipSync(page).length);
for (const { name, bytes } of sizes)
  process.stdout.write(`${kilobytes(bytes)}  ${first.has(name) ? 'first load' : 'later     '}  ${basename(name)}\n`);
process.stdout.write(`${kilobytes(firstLoad)}  first load in all, of ${kilobytes(FIRST_LOAD_BUDGET).trim()}\n`);

const drawsCharts = [...first].filter((name) => /nivo/.test(readFileSync(join(folder, 'assets', name ?? ''), 'utf8')));
if (drawsCharts.length > 0) fail(`The chart library is in the first load: ${drawsCharts.join(', ')}. Import the charts with lazy().`);
if (firstLoad > FIRST_LOAD_BUDGET) fail('The first load is over its budget. Import what only pages use with lazy(), or do without it.');

/** @param {number} bytes */
function kilobytes(bytes) {
  return `${(bytes / 1000).toFixed(1).padStart(7)} kB`;
}

/** @param {string} why */
function fail(why) {
  process.stderr.write(`${why}\n`);
  process.exitCode = 1;
}
