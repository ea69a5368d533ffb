import { hostname } from 'node:os';
import { Logger } from '@nestjs/common';
import { newId } from '#core/kernel';
import type { Engine } from './contract/engine.js';
import { leaseLost } from './errors.js';
import type { JobStart } from './job-start.js';
import { Liveness } from './liveness.js';

/** Shows that a worker lives, notices when a job was taken from it, and puts back the jobs of workers that died. */
export class Heartbeat {
  readonly workerId = newId();
  private readonly me = { id: this.workerId, pid: process.pid, host: hostname(), startedAt: new Date().toISOString() };
  private readonly logger = new Logger('Queue');
  private readonly liveness: Liveness;
  private timer?: NodeJS.Timeout;
  private beating?: Promise<void>;

  /** `rescued` is called when jobs of a dead worker are pending again. */
  constructor(
    private readonly engine: Engine,
    private readonly running: ReadonlyMap<string, JobStart>,
    private readonly rescued: () => void,
    leaseMs: number,
  ) {
    this.liveness = new Liveness(leaseMs);
  }

  /** The first beat, then one every `beatMs`. */
  async start(beatMs: number): Promise<void> {
    await this.beat();
    this.timer = setInterval(() => {
      this.beating ??= this.beat()
        .catch((error: unknown) => this.logger.error(error))
        .finally(() => {
          this.beating = undefined;
        });
    }, beatMs);
  }

  /** Beats no more. `leaving`: nothing runs here any more, so the worker is taken out. */
  async stop(leaving: boolean): Promise<void> {
    clearInterval(this.timer);
    await this.beating;
    if (leaving) await this.engine.remove(this.workerId);
  }

  private async beat(): Promise<void> {
    const before = [...this.running.values()]; // a job claimed while the beat is written is not among those it gives
    const held = await this.engine.beat(this.me);
    for (const start of before) if (held.get(start.claim.id) !== start.claim.attempt) start.abort(leaseLost());
    await this.rescue();
  }

  private async rescue(): Promise<void> {
    const others = this.engine.workers().filter((worker) => worker.id !== this.workerId);
    for (const worker of this.liveness.dead(others)) {
      const jobs = await this.engine.remove(worker.id);
      this.logger.warn({ message: 'a worker died', workerId: worker.id, pid: worker.pid, jobs });
      if (jobs > 0) this.rescued();
    }
  }
}
