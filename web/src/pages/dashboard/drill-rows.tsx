import { Button, makeStyles, mergeClasses, Text, tokens } from '@fluentui/react-components';
import {
  ArrowDownload20Regular,
  CheckmarkCircle20Filled,
  ChevronLeft20Regular,
  ChevronRight20Regular,
  ErrorCircle20Filled,
} from '@fluentui/react-icons';
import type { Cell, ExportQuery, Order, RowsQuery, RowsResult } from '#core/contract';
import { DataTable } from '../../kit/data-table';
import { compareFigures, formatCount, formatFigure, isOpposite } from '../../kit/figures';
import { messages } from '../../shell/messages';
import { useExport } from './use-export';

const useStyles = makeStyles({
  proof: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalS, fontVariantNumeric: 'tabular-nums' },
  icon: { flexShrink: 0 },
  ties: { color: tokens.colorStatusSuccessForeground1 },
  broken: { color: tokens.colorStatusDangerForeground1 },
  bar: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalS },
  grow: { flexGrow: 1, fontVariantNumeric: 'tabular-nums' },
});

interface Props {
  readonly module: string;
  /** The question without its page: what an export asks. */
  readonly query: RowsQuery;
  readonly result: RowsResult;
  /** The figure as it was shown where the person asked. */
  readonly shown: Cell;
  readonly offset: number;
  readonly page: number;
  readonly order: Order | undefined;
  readonly onOrder: (order: Order) => void;
  readonly onOffset: (offset: number) => void;
}

/** The proof line, the rows of one page, and the ways to the other pages and out. */
export function DrillRows(props: Props) {
  const { result, order, onOrder } = props;
  if (result.count === 0) return <Text>{messages.drill.none}</Text>;
  return (
    <>
      <Text weight="semibold">{result.title}</Text>
      <TieOut result={result} shown={props.shown} />
      <Bar {...props} />
      <DataTable
        caption={result.title}
        columns={result.columns}
        rows={result.rows}
        maxHeight={640}
        pinLast
        order={order}
        onOrder={onOrder}
      />
    </>
  );
}

/** Compares the rows' sum with the figure digit by digit, and with what was shown, and says how it came out. */
function TieOut({ result: { count, total, figure, columns }, shown }: Pick<Props, 'result' | 'shown'>) {
  const styles = useStyles();
  const contribution = columns.find(({ name }) => name === 'contribution') ?? columns.at(-1);
  const written = (amount: Cell): string => [formatFigure(amount, contribution), contribution?.unit].filter(Boolean).join(' ');
  const ties = compareFigures(total, figure) === 0;
  const Icon = ties ? CheckmarkCircle20Filled : ErrorCircle20Filled;
  return (
    <div className={styles.proof} role="status">
      <Icon className={mergeClasses(styles.icon, ties ? styles.ties : styles.broken)} aria-hidden />
      <Text>
        <Text weight="semibold">
          {ties ? messages.drill.ties(formatCount(count), written(total)) : messages.drill.broken(written(total), written(figure))}
        </Text>{' '}
        {shown === null || compareFigures(shown, figure) === 0
          ? null
          : isOpposite(shown, figure)
            ? messages.drill.turned(written(shown))
            : messages.drill.moved(written(shown))}
      </Text>
    </div>
  );
}

function Bar(props: Props) {
  const styles = useStyles();
  const { result, offset, page } = props;
  const last = Math.min(offset + page, result.count);
  return (
    <div className={styles.bar}>
      <Text size={200} className={styles.grow}>
        {messages.drill.page(formatCount(offset + 1), formatCount(last), formatCount(result.count))}
      </Text>
      {result.count > page ? <Pager {...props} /> : null}
      <Exports {...props} />
    </div>
  );
}

function Pager({ result, offset, page, onOffset }: Props) {
  const [before, after] = [Math.max(0, offset - page), offset + page];
  return (
    <>
      <Button
        size="small"
        icon={<ChevronLeft20Regular />}
        disabled={offset === 0}
        aria-label={messages.drill.previous}
        onClick={() => onOffset(before)}
      />
      <Button
        size="small"
        icon={<ChevronRight20Regular />}
        disabled={after >= result.count}
        aria-label={messages.drill.next}
        onClick={() => onOffset(after)}
      />
    </>
  );
}

function Exports({ module, query }: Props) {
  const exportTo = useExport(module);
  if (!exportTo) return null;
  const take = (format: ExportQuery['format']) => () => exportTo({ format, rows: query, ...(query.asOf ? { asOf: query.asOf } : {}) });
  return (
    <>
      <Button size="small" icon={<ArrowDownload20Regular />} onClick={take('csv')}>
        {messages.tile.exportCsv}
      </Button>
      <Button size="small" icon={<ArrowDownload20Regular />} onClick={take('xlsx')}>
        {messages.tile.exportExcel}
      </Button>
    </>
  );
}
