import { Checkbox, makeStyles, mergeClasses } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { ScrollBox } from './scroll-box';
import { useTableStyles } from './table-styles';

export interface PlainColumn {
  readonly name: string;
  readonly title: string;
  readonly figure?: boolean;
  /** Long words may break into lines. */
  readonly wraps?: boolean;
}

export interface PlainRow {
  readonly id: string;
  readonly cells: readonly ReactNode[];
}

/** Rows that a person picks, to do something to all of them. */
export interface Picking {
  readonly picked: ReadonlySet<string>;
  readonly onPick: (picked: ReadonlySet<string>) => void;
  readonly labelAll: string;
  readonly labelOf: (id: string) => string;
}

interface Props {
  readonly caption: string;
  readonly columns: readonly PlainColumn[];
  readonly rows: readonly PlainRow[];
  readonly picking?: Picking | undefined;
}

const useStyles = makeStyles({ pick: { width: '32px', paddingRight: 0 } });

/** A short table of words and states, in the looks of the tables of figures. */
export function PlainTable({ caption, columns, rows, picking }: Props) {
  const styles = useTableStyles();
  return (
    <ScrollBox caption={caption}>
      <table className={styles.table}>
        <thead>
          <tr>
            {picking ? <PickAll {...picking} rows={rows} /> : null}
            {columns.map(({ name, title, figure }, index) => (
              <th key={name} scope="col" className={mergeClasses(styles.head, figure && styles.figure, index === 0 && styles.corner)}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <PlainTableRow key={row.id} row={row} columns={columns} picking={picking} />
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}

function PlainTableRow({ row: { id, cells }, columns, picking }: Pick<Props, 'columns' | 'picking'> & { row: PlainRow }) {
  const styles = useTableStyles();
  return (
    <tr className={styles.row}>
      {picking ? <PickOne {...picking} id={id} /> : null}
      {columns.map(({ name, figure, wraps }, index) => {
        const Cell = index === 0 ? 'th' : 'td';
        const className = mergeClasses(
          styles.cell,
          figure && styles.figure,
          wraps && styles.wraps,
          index === 0 && styles.first,
          index === 0 && styles.named,
        );
        return (
          <Cell key={name} className={className} {...(index === 0 ? { scope: 'row' } : {})}>
            {cells[index]}
          </Cell>
        );
      })}
    </tr>
  );
}

function PickAll({ rows, picked, onPick, labelAll }: Picking & { rows: readonly PlainRow[] }) {
  const [styles, own] = [useTableStyles(), useStyles()];
  const here = rows.filter(({ id }) => picked.has(id)).length;
  const all = here > 0 && here === rows.length;
  const toggle = () => onPick(new Set(all ? [] : [...picked, ...rows.map(({ id }) => id)]));
  return (
    <th scope="col" className={mergeClasses(styles.head, own.pick)}>
      <Checkbox aria-label={labelAll} checked={all ? true : here > 0 ? 'mixed' : false} onChange={toggle} />
    </th>
  );
}

function PickOne({ id, picked, onPick, labelOf }: Picking & { id: string }) {
  const [styles, own] = [useTableStyles(), useStyles()];
  const toggle = () => onPick(new Set(picked.has(id) ? [...picked].filter((other) => other !== id) : [...picked, id]));
  return (
    <td className={mergeClasses(styles.cell, own.pick)}>
      <Checkbox aria-label={labelOf(id)} checked={picked.has(id)} onChange={toggle} />
    </td>
  );
}
