import { Injectable } from '@nestjs/common';
import { concat, distinctUntilChanged, exhaustMap, interval, type Observable, of, takeWhile } from 'rxjs';
import type { RunList, RunView } from '#core/contract';
import { Warehouse } from '#data/warehouse';
import type { Viewer } from '#platform/identity';
import { RunRequests } from './run-requests.js';
import { RunViews } from './run-views.js';
import { Timetable } from './timetable.js';

/** How often a run that somebody watches is looked at. */
const LOOK_EVERY_MS = 300;

/** Runs of modules: asked for, listed, watched. */
@Injectable()
export class Runs {
  constructor(
    private readonly requests: RunRequests,
    private readonly views: RunViews,
    private readonly timetable: Timetable,
    private readonly warehouse: Warehouse,
  ) {}

  /** Asks for a run; answers the unfinished one when there is one. */
  async request(viewer: Viewer, module: string): Promise<RunView> {
    const { runId } = await this.requests.request(viewer, module);
    return this.views.view(module, runId);
  }

  /** The newest runs with the snapshot that is shown and the next nightly run. */
  async list(module: string): Promise<RunList> {
    const nextRunAt = this.timetable.nextRunAt(module);
    const { load, publishedAt, stale } = this.warehouse.snapshot(module) ?? {};
    const snapshot = load === undefined || publishedAt === undefined ? null : { load, publishedAt, ...(stale ? { stale } : {}) };
    return { runs: await this.views.list(module), snapshot, ...(nextRunAt ? { nextRunAt } : {}) };
  }

  /** A run with its steps and checks. Throws `unknown-run`. */
  view(module: string, id: string): Promise<RunView> {
    return this.views.view(module, id);
  }

  /** The run now and whenever it has changed, until it is over. Looks at it only while somebody listens. Throws `unknown-run`. */
  async watch(module: string, id: string): Promise<Observable<RunView>> {
    const first = await this.view(module, id);
    const later = interval(LOOK_EVERY_MS).pipe(exhaustMap(() => this.view(module, id)));
    return concat(of(first), later).pipe(distinctUntilChanged(same), takeWhile(isUnderWay, true));
  }
}

const same = (a: RunView, b: RunView): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Whether the run will change by itself. */
export const isUnderWay = ({ state }: RunView): boolean => state === 'waiting' || state === 'running';
