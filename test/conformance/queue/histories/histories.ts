import { Bench } from '../bench.js';
import type { PlaceMaker } from '../place.js';
import { History } from './history.js';
import { Random, seedOfThisRun } from './random.js';

const TOLD_ON_FAILURE = 60;

/** Random operations against a plain model of the contract: states, attempts, failures, order, counters and effects agree after each. */
export function describeHistories(engine: string, make: PlaceMaker, { histories, steps }: { histories: number; steps: number }): void {
  describe(`random histories of the ${engine} engine`, () => {
    const first = seedOfThisRun();
    it.each(Array.from({ length: histories }, (_, index) => first + index))(
      'are those of the model, seed %i',
      async (seed) => {
        const bench = new Bench(await make());
        const history = new History(bench, new Random(seed));
        try {
          await history.live(steps);
        } catch (error) {
          const told = history.told.slice(-TOLD_ON_FAILURE).join('\n');
          throw new Error(`Seed ${seed} (JUPITER_SEED repeats it), after ${history.told.length} deeds:\n${told}\n${String(error)}`, {
            cause: error,
          });
        } finally {
          await bench.close();
          await bench.place.close();
        }
      },
      120_000,
    );
  });
}
