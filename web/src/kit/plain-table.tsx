import { mergeClasses } from '@fluentui/react-components';
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

interface Props {
  readonly caption: string;
  readonly columns: readonly PlainColumn[];
  readonly rows: readonly PlainRow[];
}

/** A short table of words and states, in the looks of the tables of figures. */
export function PlainTable({ caption, columns, rows }: Props) {
  const styles = useTableStyles();
  return (
    <ScrollBox caption={caption}>
      <table className={styles.table}>
        <thead>
          <tr>
            {columns.map(({ name, title, figure }, index) => (
              <th key={name} scope="col" className={mergeClasses(styles.head, figure && styles.figure, index === 0 && styles.corner)}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ id, cells }) => (
            <PlainTableRow key={id} cells={cells} columns={columns} />
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}

function PlainTableRow({ cells, columns }: { cells: readonly ReactNode[]; columns: readonly PlainColumn[] }) {
  const styles = useTableStyles();
  return (
    <tr className={styles.row}>
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
