import { Module, type OnModuleInit } from '@nestjs/common';
import { Handlers } from '#platform/queue';
import { Rejects } from './runs/rejects.service.js';
import { RunHandler } from './runs/run.handler.js';
import { RunRequests } from './runs/run-requests.js';
import { RunStore } from './runs/run-store.js';
import { RunViews } from './runs/run-views.js';
import { RunsController } from './runs/runs.controller.js';
import { Runs } from './runs/runs.service.js';
import { Timetable } from './runs/timetable.js';

/** Runs of modules. Every process may ask for them and watch them; the worker executes them. */
@Module({
  controllers: [RunsController],
  providers: [Rejects, RunHandler, RunRequests, RunStore, RunViews, Runs, Timetable],
  exports: [Runs, RunRequests],
})
export class PipelinesModule implements OnModuleInit {
  constructor(
    private readonly handlers: Handlers,
    private readonly runs: RunHandler,
  ) {}

  onModuleInit(): void {
    this.handlers.add(this.runs);
  }
}
