export { readCsv } from './csv/read-csv.js';
export type { Reading, ReadOptions, RowTaker } from './csv/read-csv.js';
export type { Reject, TypedRow } from './csv/rows.js';
