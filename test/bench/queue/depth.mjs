/** What depth costs Jupiter's queue: the throughput beside a million pending jobs, and beside a million finished ones. */
import { say } from '../../../deploy/bootstrap/project.mjs';
import { measured } from './child.mjs';
import { whole } from './table.mjs';

const SHALLOW = 20_000;
const CONCURRENCY = 100;
const FILL_WITHIN_MS = 240_000;
/** A million may cost a third. */
const LEAST = 2 / 3;

/** @typedef {import('./contestants.mjs').Contestant} Contestant */

/**
 * @param {import('./rounds.mjs').Rounds} rounds
 * @param {Contestant} contestant
 * @param {{ many: number, forMs: number, rounds: number }} effort
 * @returns {Promise<import('./targets.mjs').Judged[]>}
 */
export async function depth(rounds, contestant, { many, forMs, rounds: times }) {
  const kinds = {
    shallow: { pending: SHALLOW, finished: 0 },
    pending: { pending: many, finished: 0 },
    finished: { pending: SHALLOW, finished: many },
  };
  const places = new Map();
  for (const [kind, what] of Object.entries(kinds)) {
    say(`  ${whole(what.pending)} pending and ${whole(what.finished)} finished jobs …`);
    places.set(kind, await filled(rounds, contestant, what));
  }
  /** @type {Record<string, number>} */
  const best = {};
  /** @type {Record<string, number>} */
  const cpu = {};
  for (let round = 0; round < times; round++) {
    for (const [kind, options] of places) {
      const deed = { do: 'turnOver', concurrency: CONCURRENCY, forMs, options };
      const { perSecond, cpuUs } = await measured([contestant, deed, rounds.ground.syncing()], FILL_WITHIN_MS);
      best[kind] = Math.max(best[kind] ?? 0, perSecond);
      cpu[kind] = Math.min(cpu[kind] ?? cpuUs, cpuUs);
    }
  }
  return ['pending', 'finished'].map((kind) => {
    const ratio = best[kind] / best['shallow'];
    const told = `${ratio.toFixed(2)} x (${whole(best[kind])} of ${whole(best['shallow'])} jobs/s; CPU a job ${cpu[kind].toFixed(0)} and ${cpu['shallow'].toFixed(0)} µs)`;
    return {
      what: `${whole(many)} ${kind} jobs, against ${whole(SHALLOW)} pending`,
      wanted: `>= ${LEAST.toFixed(2)} x`,
      told,
      met: ratio >= LEAST,
    };
  });
}

/** A place with so many jobs, made without the cost of syncs. @param {import('./rounds.mjs').Rounds} rounds @param {Contestant} contestant @param {{ pending: number, finished: number }} what */
async function filled(rounds, contestant, { pending, finished }) {
  const options = rounds.options(contestant);
  const prepare = (/** @type {object} */ deed) =>
    measured([contestant, { ...deed, options }, rounds.ground.syncing({ free: true })], FILL_WITHIN_MS);
  if (finished > 0) {
    await prepare({ do: 'fill', jobs: finished });
    await prepare({ do: 'finish', concurrency: CONCURRENCY });
  }
  await prepare({ do: 'fill', jobs: pending });
  return options;
}
