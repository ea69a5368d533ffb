import { Global, Module } from '@nestjs/common';
import { ScheduleModule } from '@nestjs/schedule';
import { CONFIGURATION, type Configuration } from '#platform/configuration';
import { Storage } from '#platform/storage';
import type { Engine, JobStore } from './contract/engine.js';
import { Handlers } from './handlers.js';
import { ENGINE, JobWorker, WORKER_OPTIONS, type WorkerOptions } from './job-worker.js';
import { embeddedEngine } from './open-queue.js';
import { openPostgresQueue } from './postgres/index.js';
import { JOB_STORE, Queue } from './queue.service.js';
import { QueueFigures } from './queue-figures.service.js';
import { Schedules } from './schedules/schedules.js';

const HALVES = Symbol('HALVES');
type Halves = ReturnType<typeof halves>;

/** The engine that is configured: both halves over one store. Nothing is opened yet. */
function halves(
  { queue }: Configuration,
  storage: Storage,
): { engine: Engine; store: JobStore; beforeApplicationShutdown?(): Promise<void> } {
  if (!queue.url) return embeddedEngine(storage);
  const postgres = openPostgresQueue({ url: queue.url, storage });
  return { engine: postgres.engine(), store: postgres.store, beforeApplicationShutdown: () => postgres.close() };
}

const workerOptions = ({ dataFolder, queue }: Configuration, figures: QueueFigures): WorkerOptions => ({
  folder: dataFolder,
  listener: figures.listener,
  executors: queue.executors,
  concurrency: queue.jobs,
  memoryBytes: queue.memoryBytes,
  hangMs: queue.hangMs,
});

/** Gives every module the `Queue`. `JobWorker` and `Schedules` are there too, but only the worker process starts them. */
@Global()
@Module({
  imports: [ScheduleModule.forRoot()],
  providers: [
    { provide: HALVES, inject: [CONFIGURATION, Storage], useFactory: halves },
    { provide: JOB_STORE, inject: [HALVES], useFactory: ({ store }: Halves) => store },
    { provide: ENGINE, inject: [HALVES], useFactory: ({ engine }: Halves) => engine },
    { provide: WORKER_OPTIONS, inject: [CONFIGURATION, QueueFigures], useFactory: workerOptions },
    Handlers,
    JobWorker,
    Queue,
    QueueFigures,
    Schedules,
  ],
  exports: [Handlers, JobWorker, Queue, QueueFigures, Schedules],
})
export class QueueModule {}
