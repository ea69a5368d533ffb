import { mergeClasses } from '@fluentui/react-components';
import { type CSSProperties, useMemo, useRef, useState } from 'react';
import type { Cell, Order, ResultColumn } from '#core/contract';
import { messages } from '../shell/messages';
import { columnHeading, formatCell, isFigure } from './cells';
import { FigureCell } from './figure-cell';
import { compareFigures } from './figures';
import { ScrollBox } from './scroll-box';
import { SortHead } from './sort-head';
import { useTableStyles } from './table-styles';
import { useWindowOfRows } from './use-window-of-rows';

type Row = readonly Cell[];

export interface DataTableProps {
  readonly caption: string;
  readonly columns: readonly ResultColumn[];
  readonly rows: readonly Row[];
  readonly totals?: Row | undefined;
  readonly maxHeight?: number | undefined;
  /** The last column stays in sight as the first does: it holds what the table is about. */
  readonly pinLast?: boolean;
  /** The way behind one figure; undefined where there is none. */
  readonly drillOf?: ((row: Row, column: ResultColumn) => (() => void) | undefined) | undefined;
  /** The order in force and the way to ask for another, when the server sorts; else the table sorts what it has. */
  readonly order?: Order | undefined;
  readonly onOrder?: ((order: Order) => void) | undefined;
}

/** Rows under a head that stays, with totals that stay. Beyond 200 rows only those in view are drawn. */
export function DataTable(props: DataTableProps) {
  const { caption, columns, rows, totals, maxHeight = 420, onOrder } = props;
  const styles = useTableStyles();
  const [own, setOwn] = useState<Order | undefined>();
  const sorted = useMemo(() => (onOrder ? rows : ordered(rows, columns, own)), [rows, columns, own, onOrder]);
  const box = useRef<HTMLElement>(null);
  const view = useWindowOfRows(sorted.length, box);
  return (
    <ScrollBox ref={box} caption={caption} maxHeight={maxHeight}>
      <table className={styles.table} aria-rowcount={rows.length + 1}>
        <Head {...props} order={onOrder ? props.order : own} onOrder={onOrder ?? setOwn} />
        <tbody>
          <Gap height={view.before} span={columns.length} />
          {sorted.slice(view.from, view.to).map((row, index) => (
            <BodyRow key={view.from + index} row={row} at={view.from + index} {...props} />
          ))}
          <Gap height={view.after} span={columns.length} />
        </tbody>
        {totals ? <Totals columns={columns} totals={totals} /> : null}
      </table>
    </ScrollBox>
  );
}

function Head(props: DataTableProps & { onOrder: (order: Order) => void }) {
  const { columns, order, onOrder } = props;
  return (
    <thead>
      <tr>
        {columns.map((column, index) => {
          const place = { first: index === 0, last: pinned(props, index), figure: isFigure(column) };
          return (
            <SortHead key={column.name} {...{ column, order, onOrder, ...place }}>
              {columnHeading(column)}
            </SortHead>
          );
        })}
      </tr>
    </thead>
  );
}

const pinned = ({ pinLast = false, columns }: DataTableProps, index: number): boolean => pinLast && index === columns.length - 1;

function BodyRow(props: DataTableProps & { row: Row; at: number }) {
  const { row, at, columns, drillOf } = props;
  const styles = useTableStyles();
  const name = formatCell(row[0], columns[0] as ResultColumn);
  return (
    <tr className={styles.row} aria-rowindex={at + 2}>
      {columns.map((column, index) => {
        const figure = isFigure(column);
        const Cell = index === 0 ? 'th' : 'td';
        const className = mergeClasses(
          styles.cell,
          figure && styles.figure,
          index === 0 && styles.first,
          pinned(props, index) && styles.last,
        );
        const text = formatCell(row[index], column);
        return (
          <Cell key={column.name} className={className} {...(index === 0 ? { scope: 'row', title: text } : {})}>
            {figure ? <FigureCell value={row[index]} column={column} of={name} onDrill={drillOf?.(row, column)} /> : text}
          </Cell>
        );
      })}
    </tr>
  );
}

function Totals({ columns, totals }: { columns: readonly ResultColumn[]; totals: Row }) {
  const styles = useTableStyles();
  return (
    <tfoot>
      <tr>
        {columns.map((column, index) => {
          const Cell = index === 0 ? 'th' : 'td';
          const className = mergeClasses(
            styles.cell,
            isFigure(column) && styles.figure,
            index === 0 && styles.first,
            styles.total,
            index === 0 && styles.corner,
          );
          return (
            <Cell key={column.name} className={className} {...(index === 0 ? { scope: 'row' } : {})}>
              {index === 0 ? messages.table.total : formatCell(totals[index], column)}
            </Cell>
          );
        })}
      </tr>
    </tfoot>
  );
}

function Gap({ height, span }: { height: number; span: number }) {
  const style: CSSProperties = { height, padding: 0, border: 0 };
  return height > 0 ? (
    <tr aria-hidden>
      <td colSpan={span} style={style} />
    </tr>
  ) : null;
}

function ordered(rows: readonly Row[], columns: readonly ResultColumn[], order: Order | undefined): readonly Row[] {
  const index = columns.findIndex(({ name }) => name === order?.by);
  const column = columns[index];
  if (!order || !column) return rows;
  const compare = isFigure(column)
    ? (a: Row, b: Row) => compareFigures(a[index], b[index])
    : (a: Row, b: Row) => String(a[index] ?? '').localeCompare(String(b[index] ?? ''), undefined, { numeric: true });
  const turned = order.direction === 'desc' ? -1 : 1;
  return [...rows].sort((a, b) => turned * compare(a, b));
}
