import { postgresExceptions } from '../../../libs/platform/queue/postgres/index.js';
import { type Postgres, postgresPrograms, startPostgres, withoutPostgres } from '../../support/postgres.js';
import { describeHistories } from './histories/histories.js';
import { postgresPlace } from './postgres-place.js';
import { describeEngine } from './suite.js';

if (postgresPrograms()) {
  let postgres: Postgres;
  const place = () => postgresPlace(postgres);

  beforeAll(async () => {
    postgres = await startPostgres();
  });

  afterAll(() => postgres.stop());

  describeEngine('PostgreSQL', place, postgresExceptions);
  describeHistories('PostgreSQL', place, { histories: 2, steps: 120 });
} else {
  it.skip(`the PostgreSQL engine keeps the contract (not here: ${withoutPostgres})`, () => undefined);
}
