import { JobEntity } from './job.entity.js';
import { JobCountEntity } from './job-count.entity.js';
import { JobEventEntity } from './job-event.entity.js';
import { JobFigureEntity } from './job-figure.entity.js';
import { JobKnownEntity } from './job-known.entity.js';
import { JobOriginEntity } from './job-origin.entity.js';
import { JobOutboxEntity } from './job-outbox.entity.js';
import { JobParentEntity } from './job-parent.entity.js';
import { JobPauseEntity } from './job-pause.entity.js';
import { JobRateEntity } from './job-rate.entity.js';
import { JobScheduleEntity } from './job-schedule.entity.js';
import { JobWorkerEntity } from './job-worker.entity.js';

/** Every table of the queue in the app's own file. */
export const queueEntities = [
  JobEntity,
  JobCountEntity,
  JobEventEntity,
  JobFigureEntity,
  JobKnownEntity,
  JobOriginEntity,
  JobOutboxEntity,
  JobParentEntity,
  JobPauseEntity,
  JobRateEntity,
  JobScheduleEntity,
  JobWorkerEntity,
];
