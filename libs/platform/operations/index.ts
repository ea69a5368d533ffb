export { JobBulk } from './job-bulk.service.js';
export { JobSteering } from './job-steering.service.js';
export { JobViews } from './job-views.service.js';
export { OperationsModule } from './operations.module.js';
export { ScheduleSteering } from './schedule-steering.service.js';
