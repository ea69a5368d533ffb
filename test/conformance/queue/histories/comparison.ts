import type { Bench } from '../bench.js';
import type { Model } from './model.js';

const PAGE = 200;

interface Compared {
  readonly id: string | number;
  readonly state: string;
  readonly lane: string;
  readonly attempt: number;
  readonly failures: number;
}

/** What an engine and the model have to agree on of every job, oldest first. */
const facts = ({ id, state, lane, attempt, failures }: Compared): string =>
  `${id} ${state} ${lane} attempt ${attempt} failures ${failures}`;

export async function storedJobs({ place }: Bench): Promise<string[]> {
  const stored: string[] = [];
  for (let before: string | undefined; ; ) {
    const page = await place.store.list({ limit: PAGE, before });
    stored.push(...page.map(facts));
    before = page.at(-1)?.id;
    if (page.length < PAGE) return stored.toReversed();
  }
}

export function modelledJobs({ jobs }: Model): string[] {
  return [...jobs.values()].toSorted((a, b) => a.id - b.id).map(facts);
}

/** By name and state, as the counters say it. */
export function countedJobs({ jobs }: Model): Record<string, number> {
  const counted: Record<string, number> = {};
  for (const { name, state } of jobs.values()) counted[`${name}/${state}`] = (counted[`${name}/${state}`] ?? 0) + 1;
  return counted;
}

/** Numbers of jobs, the first one first. */
export function inOrder(jobs: readonly { readonly id: string | number }[]): number[] {
  return jobs.map(({ id }) => Number(id)).toSorted((a, b) => a - b);
}
