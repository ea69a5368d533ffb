import { type Postgres, startPostgres } from '../../support/postgres.js';
import { describeHistories } from './histories/histories.js';
import { postgresPlace } from './postgres-place.js';

let postgres: Postgres;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres.stop());
describeHistories('PostgreSQL', () => postgresPlace(postgres), { histories: 5, steps: 200 });
