import type { PreparedJob } from '../../../../libs/platform/queue/contract/engine.js';
import type { Enqueued } from '../../../../libs/platform/queue/contract/job.js';
import type { Bench } from '../bench.js';

/** Enqueues in one business transaction; `undone` is what it fails of in the end, so that nothing of it may stay. */
export function enqueueTogether({ place }: Bench, jobs: readonly PreparedJob[], undone?: string): Promise<Enqueued[]> {
  return place.storage.write(async (tx) => {
    const answers = [];
    for (const job of jobs) answers.push(await place.store.enqueue(tx, job));
    if (undone) throw new Error(undone);
    return answers;
  });
}
