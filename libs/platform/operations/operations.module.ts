import { Module } from '@nestjs/common';
import { Deeds } from './deeds.service.js';
import { JobBulk } from './job-bulk.service.js';
import { JobSteering } from './job-steering.service.js';
import { JobViews } from './job-views.service.js';
import { JobsController } from './jobs.controller.js';
import { JobsBulkController } from './jobs-bulk.controller.js';
import { QueuesController } from './queues.controller.js';
import { ScheduleSteering } from './schedule-steering.service.js';
import { SchedulesController } from './schedules.controller.js';
import { WorkersController } from './workers.controller.js';

/** Pages and steering of the queue. Needs the storage, audit, queue and identity modules, which are global. */
@Module({
  controllers: [JobsBulkController, JobsController, QueuesController, SchedulesController, WorkersController],
  providers: [Deeds, JobBulk, JobSteering, JobViews, ScheduleSteering],
  exports: [JobBulk, JobSteering, JobViews, ScheduleSteering],
})
export class OperationsModule {}
