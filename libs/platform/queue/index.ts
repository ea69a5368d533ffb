export { defineJob, type Handler, type JobDefinition, type RetryPolicy } from './contract/definition.js';
export {
  type Effect,
  type Enqueued,
  hasEnded,
  type JobEvent,
  type JobFilter,
  type JobState,
  type JobView,
  type NewJob,
  type Outcome,
  type Progress,
  type QueueCount,
  type RunningJob,
  type Statement,
  type WorkerView,
} from './contract/job.js';
export { queueEntities } from './entities.js';
export { runExecutor } from './executor/run-executor.js';
export { type FigureGrowth, LATENCY_BOUNDS_SECONDS } from './figures.js';
export { Handlers } from './handlers.js';
export { JobWorker, type WorkerOptions } from './job-worker.js';
export { openQueue } from './open-queue.js';
export { QueueModule } from './queue.module.js';
export { Queue } from './queue.service.js';
export { QueueFigures } from './queue-figures.service.js';
export type { Missed } from './schedules/missed.js';
export type { Schedule, ScheduleView } from './schedules/schedule.js';
export { Schedules } from './schedules/schedules.js';
export { usFederal } from './schedules/us-federal.js';
export { cron, timingOf, type When, workingDay } from './schedules/when.js';
