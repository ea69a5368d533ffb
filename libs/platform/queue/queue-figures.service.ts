import { Injectable } from '@nestjs/common';
import { Storage } from '#platform/storage';
import { type FigureGrowth, GROW_FIGURE } from './figures.js';

/** The name under which sums stand that belong to no name of a job. */
const NO_NAME = '';

/** The sums that are kept for the metrics, in the app's own database whatever the engine. */
@Injectable()
export class QueueFigures {
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

  /** The place of a process had to be filled again. `why` is one of a few words, such as 'crash', 'hang' or 'memory'. */
  restarted(role: string, why: string): Promise<void> {
    return this.add([{ name: NO_NAME, figure: `restarted ${role} ${why}`, value: 1 }]);
  }
}
