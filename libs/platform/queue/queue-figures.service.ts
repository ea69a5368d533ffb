import { Injectable, Logger } from '@nestjs/common';
import { Storage } from '#platform/storage';
import { type FigureGrowth, GROW_FIGURE } from './figures.js';
import type { SupervisorListener } from './supervisor/options.js';

/** The name under which sums stand that belong to no name of a job. */
const NO_NAME = '';

/** The sums that are kept for the metrics, in the app's own database whatever the engine. */
@Injectable()
export class QueueFigures {
  /** Counts the places of processes that had to be filled again, by role and reason. */
  readonly listener: SupervisorListener = {
    restart: ({ lane, why }) => {
      const role = lane === 'quarantine' ? lane : 'executor';
      this.add([{ name: NO_NAME, figure: `restarted ${role} ${why}`, value: 1 }]).catch((error: unknown) => this.logger.warn(error));
    },
  };
  private readonly logger = new Logger('Queue');

  constructor(private readonly storage: Storage) {}

  /** All sums since the store was made. */
  all(): FigureGrowth[] {
    return this.storage.read<FigureGrowth>('SELECT name, figure, value FROM job_figure ORDER BY name, figure');
  }

  /** Adds to the sums, for an engine that has no commit of its own to put them into. */
  async add(growths: readonly FigureGrowth[]): Promise<void> {
    if (growths.length === 0) return;
    await this.storage.write(async (tx) => {
      for (const { name, figure, value } of growths) await tx.query(GROW_FIGURE, [name, figure, value]);
    });
  }
}
