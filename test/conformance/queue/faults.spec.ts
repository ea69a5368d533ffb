import { Unable } from '../../prove/queue/fault.js';
import { faults } from '../../prove/queue/faults.js';
import { seedOfThisRun } from './histories/random.js';

const seed = seedOfThisRun();

/** One seed of each; `npm run prove:queue` runs them with many. */
describe('the queue under faults', () => {
  it.each(faults.map((fault) => [fault.number, fault.title, fault] as const))(
    `loses, doubles and punishes nothing: %i, %s (seed ${seed})`,
    async (_, title, fault) => {
      try {
        const { lost, doubled, innocentsDead } = await fault.prove(seed, 'short');
        expect({ lost, doubled, innocentsDead }).toEqual({ lost: 0, doubled: 0, innocentsDead: 0 });
      } catch (error) {
        if (!(error instanceof Unable)) throw error;
        process.stderr.write(`Skipped: ${title}: ${error.message}.\n`);
      }
    },
    90_000,
  );
});
