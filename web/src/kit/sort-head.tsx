import { mergeClasses } from '@fluentui/react-components';
import { ArrowDown12Regular, ArrowUp12Regular } from '@fluentui/react-icons';
import type { ReactNode } from 'react';
import type { Order, ResultColumn } from '#core/contract';
import { useTableStyles } from './table-styles';

interface Props {
  readonly column: ResultColumn;
  readonly order: Order | undefined;
  readonly first: boolean;
  readonly last: boolean;
  readonly figure: boolean;
  readonly onOrder: (order: Order) => void;
  readonly children: ReactNode;
}

/** A heading that sorts: figures start with the largest, words with A. */
export function SortHead({ column, order, first, last, figure, onOrder, children }: Props) {
  const styles = useTableStyles();
  const active = order?.by === column.name ? order.direction : undefined;
  const start = figure ? 'desc' : 'asc';
  const next = active === undefined ? start : active === 'asc' ? 'desc' : 'asc';
  const Arrow = active === 'asc' ? ArrowUp12Regular : ArrowDown12Regular;
  return (
    <th
      scope="col"
      className={mergeClasses(styles.head, figure && styles.figure, first && styles.corner, last && styles.cornerLast)}
      aria-sort={active === 'asc' ? 'ascending' : active === 'desc' ? 'descending' : 'none'}
    >
      <button type="button" className={styles.sort} onClick={() => onOrder({ by: column.name, direction: next })}>
        {children}
        {active ? <Arrow aria-hidden /> : null}
      </button>
    </th>
  );
}
