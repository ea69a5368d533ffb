/**
 * The whole architecture in two tables. .dependency-cruiser.cjs turns them into rules; nothing else is written by hand,
 * and a new library or department needs no new line here.
 */

/** From the bottom up: a layer may use the ones above it in this list, never the ones below. */
const layers = [
  { name: 'core', folder: 'libs/core', is: 'pure values: the module contract, wire types, money and time' },
  { name: 'platform', folder: 'libs/platform', is: 'what every app needs: storage, identity, queue, audit' },
  { name: 'data', folder: 'libs/data', is: 'facts kept and shaped: warehouse, pipelines' },
  { name: 'insight', folder: 'libs/insight', is: 'questions answered: the gate, dashboards, exports' },
  { name: 'api', folder: 'api', is: 'the departments and the programs that compose everything' },
];

/** A heavy dependency has one home; everybody else asks the home. `guests` are paths that may use it as well. */
const homes = [
  {
    packages: ['better-sqlite3'],
    home: 'libs/platform/storage',
    guests: ['^libs/platform/sqlite/'],
    instead: 'use Storage.read and Storage.write',
  },
  {
    packages: ['typeorm'],
    home: 'libs/platform/storage',
    guests: ['\\.entity\\.ts$', '^migrations/'],
    typesAreFree: true,
    instead: 'take the EntityManager that Storage.write hands you; `import type` is free',
  },
  { packages: ['pg-boss'], home: 'libs/platform/queue', instead: 'use the Queue of #platform/queue' },
  { packages: ['@duckdb/node-api'], home: 'libs/data/warehouse', instead: 'use the builder or the reader of #data/warehouse' },
  {
    packages: ['ldapjs', 'passport', 'passport-ldapauth', '@nestjs/passport'],
    home: 'libs/platform/identity',
    instead: 'use #platform/identity',
  },
  { packages: ['pino', 'prom-client'], home: 'libs/platform/observability', instead: 'use #platform/observability' },
  { packages: ['csv-parse', 'iconv-lite'], home: 'libs/data/pipelines', instead: 'declare a source and let #data/pipelines read it' },
  { packages: ['write-excel-file', 'csv-stringify'], home: 'libs/insight/exports', instead: 'use #insight/exports' },
  { packages: ['@nivo/bar', '@nivo/core', '@nivo/line'], home: 'web/src/kit', instead: 'use the charts of web/src/kit' },
];

/** Packages without I/O that core may use: what the wire types say about themselves, to the validator and to the API's document. */
const purePackages = ['class-validator', 'class-transformer', '@nestjs/swagger'];

module.exports = { layers, homes, purePackages };
