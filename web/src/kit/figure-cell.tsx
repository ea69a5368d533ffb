import { mergeClasses } from '@fluentui/react-components';
import type { Cell, ResultColumn } from '#core/contract';
import { messages } from '../shell/messages';
import { formatCell } from './cells';
import { isNegative, spokenFigure } from './figures';
import { Hidden } from './hidden';
import { useTableStyles } from './table-styles';

interface Props {
  readonly value: Cell | undefined;
  readonly column: ResultColumn;
  /** What the figure is of, for people who hear the page. */
  readonly of: string;
  readonly onDrill?: (() => void) | undefined;
}

/** A figure in a table. Where rows stand behind it, it is a button that shows them. */
export function FigureCell({ value, column, of, onDrill }: Props) {
  const styles = useTableStyles();
  const text = formatCell(value, column);
  if (text === '') return <span title={messages.tile.noFigure} />;
  const bad = isNegative(value) && /variance|change/i.test(column.name);
  const className = mergeClasses(onDrill && styles.drill, bad && styles.bad);
  if (!onDrill) return <span className={className}>{text}</span>;
  return (
    <button type="button" className={className} onClick={onDrill}>
      <span aria-hidden>{text}</span>
      <Hidden>{messages.tile.drill(`${of}, ${column.title} ${spokenFigure(value, column)}`)}</Hidden>
    </button>
  );
}
