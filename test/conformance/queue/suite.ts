import { Bench } from './bench.js';
import type { PlaceMaker } from './place.js';
import { promisesOfCancelling } from './promises/cancelling.js';
import { promisesOfCounting } from './promises/counting.js';
import { promisesOfEnding } from './promises/ending.js';
import { promisesOfEnqueueing } from './promises/enqueueing.js';
import { promisesOfFamilies } from './promises/families.js';
import { promisesOfLeaving } from './promises/leaving.js';
import { promisesOfLimits } from './promises/limits.js';
import { promisesOfOrder } from './promises/order.js';
import { promisesOfUniqueness } from './promises/uniqueness.js';
import { promisesOfVersions } from './promises/versions.js';

/** What an engine does not keep of the contract: the words of a promise to the reason. */
export type Exceptions = Readonly<Record<string, string>>;

/** Says a promise of the contract and how it is proven. */
export type Promises = (words: string, proof: (bench: Bench) => Promise<void>) => void;

const chapters = {
  enqueueing: promisesOfEnqueueing,
  uniqueness: promisesOfUniqueness,
  order: promisesOfOrder,
  limits: promisesOfLimits,
  'the end of a start': promisesOfEnding,
  families: promisesOfFamilies,
  cancelling: promisesOfCancelling,
  'executors that leave': promisesOfLeaving,
  'versions and names': promisesOfVersions,
  'counting and keeping': promisesOfCounting,
};

/** One suite for every engine: each promise of the contract is a test, or a skip that says why. `only` these chapters; default: all. */
export function describeEngine(
  engine: string,
  make: PlaceMaker,
  exceptions: Exceptions = {},
  only: readonly string[] = Object.keys(chapters),
): void {
  describe(`the ${engine} engine`, () => {
    let bench: Bench;

    beforeEach(async () => {
      bench = new Bench(await make());
    });

    afterEach(async () => {
      await bench.close();
      await bench.place.close();
    });

    const said = new Set<string>();
    const promises: Promises = (words, proof) => {
      said.add(words);
      const reason = exceptions[words];
      if (reason) it.skip(`${words} (not here: ${reason})`, () => undefined);
      else it(words, () => proof(bench));
    };
    for (const [chapter, promisesOf] of Object.entries(chapters)) if (only.includes(chapter)) describe(chapter, () => promisesOf(promises));

    it('is excepted from promises that exist only', () => {
      expect(Object.keys(exceptions).filter((words) => !said.has(words))).toEqual([]);
    });
  });
}
