import { Global, Module } from '@nestjs/common';
import { ScheduleModule } from '@nestjs/schedule';
import { Storage } from '#platform/storage';
import { Doorbell } from './doorbell.js';
import { Handlers } from './handlers.js';
import { JobWorker } from './job-worker.js';
import { ENGINE, Queue } from './queue.service.js';
import { Schedules } from './schedules.js';
import { SqliteEngine } from './sqlite/sqlite-engine.js';

/** Gives every module the `Queue`. `JobWorker` and `Schedules` are there too, but only the worker process starts them. */
@Global()
@Module({
  imports: [ScheduleModule.forRoot()],
  providers: [
    { provide: ENGINE, inject: [Storage], useFactory: (storage: Storage) => new SqliteEngine(storage) },
    Doorbell,
    Handlers,
    JobWorker,
    Queue,
    Schedules,
  ],
  exports: [Handlers, JobWorker, Queue, Schedules],
})
export class QueueModule {}
