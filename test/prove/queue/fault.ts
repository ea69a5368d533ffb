import { type Outcome, World } from './world.js';

/** `short` is for every run of the tests, `full` for `npm run prove:queue`. */
export type Size = 'short' | 'full';

/** What a fault befell, counted from outside, and what else was seen. */
export interface Proof extends Outcome {
  readonly noted: string;
}

/** One row of queue faults: what is done to the queue, and what has to hold whatever the seed. */
export interface Fault {
  readonly number: number;
  readonly title: string;
  /** Throws `Unable` when this machine has not what it takes, any other error when a promise was broken. */
  prove(seed: number, size: Size): Promise<Proof>;
}

/** This machine cannot make the fault. */
export class Unable extends Error {
  override readonly name = 'Unable';
}

/** What is done to a world; gives what else was seen. */
type Deed = (world: World, size: Size) => Promise<string>;

/** A fault on a world of its own, that ends with every acknowledged job counted and the file checked. */
export function fault(number: number, title: string, deed: Deed): Fault {
  return {
    number,
    title,
    prove: (seed, size) => inWorld(seed, (world) => proven(world, deed, size)),
  };
}

/** Ends the world's processes and removes its data, however the deed ends. */
export async function inWorld<T>(seed: number, deed: (world: World) => Promise<T>, folder?: string): Promise<T> {
  const world = await World.make(seed, folder);
  try {
    return await deed(world);
  } finally {
    await world.close();
  }
}

export async function proven(world: World, deed: Deed, size: Size): Promise<Proof> {
  const noted = await deed(world, size);
  await world.assertSound();
  return { ...(await world.outcome()), noted };
}

/** Throws when something does not hold that has to. */
export function must(holds: boolean, words: string): asserts holds {
  if (!holds) throw new Error(words);
}
