export { Drain } from './drain.js';
export { type Finding, HealthChecks } from './health-checks.js';
export { JupiterLogger } from './jupiter-logger.js';
export { ObservabilityModule } from './observability.module.js';
export { onStop } from './on-stop.js';
export { ProblemFilter } from './problem.filter.js';
export { currentRequestId, requestIds } from './request-context.js';
export { RequestLog } from './request-log.js';
export { validation } from './validation.js';
