/** Measures every contestant, round after round so that a bad minute of the machine hits nobody alone; the best of each figure counts. */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { say } from '../../../deploy/bootstrap/project.mjs';
import { Child, measured } from './child.mjs';

const START_MS = 15_000;
const MOST_FOR_ANOTHER_ROUND_MS = 5 * 60_000;
const CONCURRENCY = [1, 10, 100];
const SETTLE_MS = 200;

/** @typedef {import('./contestants.mjs').Contestant} Contestant */
/** @typedef {{ rounds: number, forMs: number, samples: number }} Effort */

export class Rounds {
  /**
   * @param {import('./ground.mjs').Ground} ground
   * @param {Map<string, { port: number, memory(): number }>} servers those that are there
   * @param {Effort} effort
   */
  constructor(ground, servers, effort) {
    this.ground = ground;
    this.servers = servers;
    this.effort = effort;
    /** Contestant to figure to its best value. @type {Map<string, Record<string, number>>} */
    this.figures = new Map();
    /** Contestant to why it could not be measured. @type {Map<string, string>} */
    this.failures = new Map();
  }

  /** @param {Contestant[]} contestants */
  async run(contestants) {
    const begun = performance.now();
    for (let round = 1; round <= this.effort.rounds; round++) {
      if (round > 1 && performance.now() - begun > MOST_FOR_ANOTHER_ROUND_MS) {
        say('  The machine is so busy that there is no time for another round.');
        return;
      }
      for (const contestant of contestants) {
        const started = performance.now();
        await this.#measure(contestant).catch((error) => this.failures.set(contestant.name, error.message));
        const seconds = ((performance.now() - started) / 1000).toFixed(0);
        say(
          `  round ${round}: ${contestant.name}, ${seconds} s${this.failures.has(contestant.name) ? `: ${this.failures.get(contestant.name)}` : ''}`,
        );
      }
    }
  }

  /** @param {Contestant} contestant */
  async #measure(contestant) {
    const { measures } = contestant;
    if (measures.includes('enqueue')) await this.#enqueue(contestant);
    if (measures.includes('process')) for (const concurrency of CONCURRENCY) await this.#process(contestant, concurrency);
    if (measures.includes('latency')) await this.#latency(contestant);
  }

  async #enqueue(contestant) {
    const { forMs } = this.effort;
    const figures = await this.#one(contestant, this.options(contestant), { do: 'enqueue', forMs });
    this.#keep(contestant, { 'enqueue 1': figures.one, 'enqueue 100': figures.hundred, 'bulk 1000': figures.bulk });
  }

  async #process(contestant, concurrency) {
    const { forMs } = this.effort;
    const { jobs } = contestant;
    const options = this.options(contestant);
    await this.#one(contestant, options, { do: 'fill', jobs }, { free: true });
    const figures = await this.#one(contestant, options, { do: 'process', concurrency, jobs, forMs });
    this.#keep(contestant, { [`process ${concurrency}`]: figures.perSecond });
    const server = this.servers.get(contestant.server ?? '')?.memory();
    this.#keepMost(contestant, { memory: figures.memory, 'memory 2': figures.executorMemory ?? server });
  }

  async #latency(contestant) {
    const jobs = this.effort.samples;
    const options = this.options(contestant);
    if (options.apart) options.apart = 'told';
    const consumer = this.start(contestant, options, { do: 'consume', jobs });
    try {
      await consumer.hears('ready', START_MS);
      await sleep(SETTLE_MS);
      const producer = this.start(contestant, options, { do: 'produce', jobs });
      try {
        const figures = await consumer.hears('measured', START_MS + jobs * 200);
        this.#keepLeast(contestant, { p50: figures.p50, p99: figures.p99 });
      } finally {
        await producer.stop();
      }
    } finally {
      await consumer.stop();
    }
  }

  /** A place of its own for one measurement. @param {Contestant} contestant */
  options(contestant) {
    const place = this.ground.fresh(contestant.name.replaceAll('-', '_'));
    const file = join(this.ground.folder, `${place}.sqlite`);
    return {
      ...contestant.options,
      place,
      file,
      folder: join(this.ground.folder, place),
      port: this.servers.get(contestant.server ?? '')?.port,
    };
  }

  /** @param {Contestant} contestant @param {object} options @param {any} deed */
  start(contestant, options, deed, { free = false } = {}) {
    return Child.start(contestant, { ...deed, options }, this.ground.syncing({ free }));
  }

  #one(contestant, options, deed, { free = false } = {}) {
    return measured([contestant, { ...deed, options }, this.ground.syncing({ free })], START_MS + 4 * this.effort.forMs);
  }

  #keep = (contestant, values) => this.#choose(contestant, values, Math.max);
  #keepMost = (contestant, values) => this.#choose(contestant, values, Math.max);
  #keepLeast = (contestant, values) => this.#choose(contestant, values, Math.min);

  #choose({ name }, values, best) {
    const kept = this.figures.get(name) ?? {};
    for (const [figure, value] of Object.entries(values))
      if (value !== undefined) kept[figure] = kept[figure] === undefined ? value : best(kept[figure], value);
    this.figures.set(name, kept);
  }
}
