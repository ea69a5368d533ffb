import type { Cell, ResultColumn, RowsQuery, TileResult } from '#core/contract';
import type { Gate } from '#insight/gate';
import type { Viewer } from '#platform/identity';
import type { Origin } from './provenance.js';

type Rows = readonly (readonly Cell[])[];

/** What is exported, whatever it is: its columns, its rows in portions, and where they come from. */
export interface SheetSource {
  readonly origin: Origin;
  readonly columns: readonly ResultColumn[];
  /** Rows that stand out, counted from zero. */
  readonly bold: readonly number[];
  /** Parts of the file's name. */
  readonly name: readonly (string | undefined)[];
  each(onRows: (rows: Rows) => Promise<void>): Promise<void>;
}

/** The rows and columns of a tile; sections, subtotals and the total stand out. */
export function rowsOfTile(tile: TileResult): { rows: Rows; bold: number[] } {
  const rows = tile.totals ? [...tile.rows, tile.totals] : tile.rows;
  const lines = (tile.statement ?? []).flatMap((row, i) => (row.kind === 'account' ? [] : [i]));
  return { rows, bold: tile.totals ? [rows.length - 1] : lines };
}

/** The rows behind a figure, as the gate hands them over: never all of them in memory. */
export const eachDrilled =
  (gate: Gate, viewer: Viewer, module: string, query: RowsQuery): SheetSource['each'] =>
  async (onRows) => {
    await gate.eachRow(viewer, module, query, (_columns, rows) => onRows(rows));
  };
