export { readCsv } from './csv/read-csv.js';
export type { Reading, ReadOptions, RowTaker } from './csv/read-csv.js';
export type { Reject, TypedRow } from './csv/rows.js';
export { PipelinesModule } from './pipelines.module.js';
export { Run } from './runs/run.entity.js';
export { RunCheck } from './runs/run-check.entity.js';
export { RunRequests } from './runs/run-requests.js';
export { RunStep } from './runs/run-step.entity.js';
export { Runs } from './runs/runs.service.js';
