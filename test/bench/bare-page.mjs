/**
 * The least that could answer a page of rows: node:http, one connection, prepared statements. No sign-in, no permission, no
 * checks of what is asked. BENCH_PAGES names a file with the settings of the engine, the files to attach, and the pages.
 */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { DuckDBInstance } from '@duckdb/node-api';

const { settings, attach, pages, around } = JSON.parse(readFileSync(process.env.BENCH_PAGES ?? '', 'utf8'));
const instance = await DuckDBInstance.create(':memory:', settings);
const connection = await instance.connect();
for (const { file, name } of attach) await connection.run(`attach '${file}' as ${name} (read_only)`);
const statements = [];
for (const { sql, parameters } of pages) {
  const statement = await connection.prepare(sql);
  if (parameters.length > 0) statement.bind(parameters);
  statements.push(statement);
}

const server = createServer(async (request, response) => {
  if (request.url === '/metrics') return response.end(figures());
  const { page } = JSON.parse(await bodyOf(request));
  const result = await statements[page].runAndReadAll();
  // What stands around the rows in Jupiter's answer, so that both send the same.
  const text = JSON.stringify({ ...around, rows: result.getRowsJson() });
  response.setHeader('content-type', 'application/json');
  response.end(text);
});

/** @param {import('node:http').IncomingMessage} request */
async function bodyOf(request) {
  let text = '';
  for await (const part of request.setEncoding('utf8')) text += part;
  return text;
}

function figures() {
  const { user, system } = process.cpuUsage();
  return `process_cpu_seconds_total ${(user + system) / 1e6}\nprocess_resident_memory_bytes ${process.memoryUsage.rss()}\n`;
}

process.on('message', (message) => message === 'shutdown' && process.exit(0));
server.listen(Number(process.env.PORT), '127.0.0.1', () => process.send?.('ready'));
