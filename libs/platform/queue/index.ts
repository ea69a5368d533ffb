export type {
  Depth,
  Effect,
  Enqueued,
  Handler,
  JobState,
  JobView,
  NewJob,
  Outcome,
  Progress,
  QueueCount,
  RunningJob,
  WorkerView,
} from './contract/job.js';
export { type FigureGrowth, LATENCY_BOUNDS_SECONDS } from './figures.js';
export { Handlers } from './handlers.js';
export { JobEntity } from './job.entity.js';
export { JobFigureEntity } from './job-figure.entity.js';
export { JobScheduleEntity } from './job-schedule.entity.js';
export { JobWorkerEntity } from './job-worker.entity.js';
export { JobWorker, type WorkerOptions } from './job-worker.js';
export { openQueue } from './open-queue.js';
export { QueueModule } from './queue.module.js';
export { Queue } from './queue.service.js';
export { QueueFigures } from './queue-figures.service.js';
export { type Calendar, calendar, type Holiday, holidaysOf } from './schedules/calendar.js';
export type { Missed } from './schedules/missed.js';
export type { Schedule, ScheduleView } from './schedules/schedule.js';
export { Schedules, WALL_CLOCK } from './schedules/schedules.js';
export { usFederal } from './schedules/us-federal.js';
export { cron, timingOf, type When, workingDay } from './schedules/when.js';
