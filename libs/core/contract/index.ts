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
