export {
  DashboardView,
  FilterView,
  KpiResult,
  LoadView,
  MetricView,
  StatementRow,
  TileQuery,
  TileResult,
  TileView,
  TrendPoint,
} from './dashboard.dto.js';
export {
  BulkAnswer,
  CancelRequest,
  CancelSelection,
  JOB_STATE_NAMES,
  JobConditions,
  JobDetail,
  JobEventView,
  JobLink,
  JobPage,
  JobQuery,
  JobRow,
  JobSelection,
  JobStateCounts,
  type JobStateName,
  MOST_JOBS_AT_ONCE,
  QueueCounts,
  QueueRow,
  ReplayRequest,
} from './jobs.dto.js';
export { Me, ModuleEntry, SignInOptions } from './person.dto.js';
export type { Cell, Filter, Filters } from './query.dto.js';
export {
  ColumnDrill,
  DrillPart,
  ExportQuery,
  GateResult,
  MetricQuery,
  Order,
  ResultColumn,
  RowsQuery,
  RowsResult,
  SnapshotStamp,
} from './query.dto.js';
export { RunCheckView, RunList, RunStepView, RunView } from './run.dto.js';
export { ScheduleList, ScheduleRow, ScheduleRun } from './schedules.dto.js';
export { WorkerList, WorkerRow } from './workers.dto.js';
