/** A database of its own for each measurement. */
import pg from 'pg';

/** @param {number} port @param {string} name */
export async function database(port, name) {
  const client = new pg.Client({ host: '127.0.0.1', port, user: 'bench', database: 'postgres' });
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
    if (rowCount === 0) await client.query(`CREATE DATABASE "${name}"`);
  } finally {
    await client.end();
  }
  return `postgres://bench@127.0.0.1:${port}/${name}`;
}

/** @type {pg.Client | undefined} */
let counter;

/** The number that a query gives, over a connection kept for it. @param {string} url @param {string} query */
export async function count(url, query) {
  if (!counter) {
    counter = new pg.Client(url);
    await counter.connect();
  }
  const { rows } = await counter.query({ text: query, rowMode: 'array' });
  return Number(rows[0][0]);
}
