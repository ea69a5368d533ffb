import { makeStyles, mergeClasses, Tooltip, tokens } from '@fluentui/react-components';
import { CheckmarkCircle16Regular, ChevronDown16Regular, ChevronRight16Regular, ErrorCircle16Regular } from '@fluentui/react-icons';
import { useMemo, useState } from 'react';
import type { ResultColumn, StatementRow } from '#core/contract';
import { messages } from '../shell/messages';
import { columnHeading } from './cells';
import { FigureCell } from './figure-cell';
import { ScrollBox } from './scroll-box';
import { useTableStyles } from './table-styles';

const useStyles = makeStyles({
  section: { fontWeight: tokens.fontWeightSemibold },
  account: { paddingLeft: '36px', color: tokens.colorNeutralForeground2 },
  subtotal: {
    fontWeight: tokens.fontWeightSemibold,
    backgroundColor: tokens.colorNeutralBackground3,
    borderTop: `1px solid ${tokens.colorNeutralStroke1}`,
    borderBottom: `1px solid ${tokens.colorNeutralStroke1}`,
  },
  toggle: { display: 'inline-flex', alignItems: 'center', gap: tokens.spacingHorizontalXS, fontWeight: tokens.fontWeightSemibold },
  proof: { display: 'inline-flex', verticalAlign: 'text-bottom', marginLeft: tokens.spacingHorizontalXS },
  proven: { color: tokens.colorStatusSuccessForeground1 },
  broken: { color: tokens.colorStatusDangerForeground1 },
});

interface Props {
  readonly caption: string;
  readonly columns: readonly ResultColumn[];
  readonly rows: readonly StatementRow[];
  readonly drillOf: (row: StatementRow, column: ResultColumn) => (() => void) | undefined;
}

/** A longer statement opens with its sections closed: the whole of it at a glance, the accounts when asked for. */
const OPEN_UP_TO = 24;

/** A financial statement: sections that open to their accounts, running subtotals, and a mark where a subtotal is proven. */
export function Statement({ caption, columns, rows, drillOf }: Props) {
  const styles = useTableStyles();
  const sections = useMemo(() => rows.filter(({ kind }) => kind === 'section').map(({ title }) => title), [rows]);
  const [open, setOpen] = useState<ReadonlySet<string>>(() => new Set(rows.length > OPEN_UP_TO ? [] : sections));
  const toggle = (section: string) => setOpen((before) => before.symmetricDifference(new Set([section])));
  return (
    <ScrollBox caption={caption} maxHeight="80vh">
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col" className={mergeClasses(styles.head, styles.corner)}>
              <ToggleAll all={sections.length === open.size} onToggle={(all) => setOpen(new Set(all ? sections : []))} />
            </th>
            {columns.map((column) => (
              <th key={column.name} scope="col" className={mergeClasses(styles.head, styles.figure)}>
                {columnHeading(column)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {withSections(rows)
            .filter(({ row, section }) => row.kind !== 'account' || open.has(section))
            .map(({ row, section, key }) => (
              <Line key={key} {...{ row, columns, drillOf, open: open.has(section), onToggle: () => toggle(section) }} />
            ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}

function ToggleAll({ all, onToggle }: { all: boolean; onToggle: (all: boolean) => void }) {
  const styles = useTableStyles();
  const Chevron = all ? ChevronDown16Regular : ChevronRight16Regular;
  return (
    <button type="button" className={styles.sort} aria-expanded={all} onClick={() => onToggle(!all)}>
      <Chevron aria-hidden />
      {all ? messages.statement.closeAll : messages.statement.openAll}
    </button>
  );
}

type LineProps = Omit<Props, 'caption' | 'rows'> & { row: StatementRow; open: boolean; onToggle: () => void };

function Line({ row, columns, drillOf, open, onToggle }: LineProps) {
  const [table, styles] = [useTableStyles(), useStyles()];
  const look = styles[row.kind];
  return (
    <tr className={row.kind === 'subtotal' ? undefined : table.row}>
      <th scope="row" className={mergeClasses(table.cell, table.first, look)} title={row.title}>
        {row.kind === 'section' ? <SectionToggle title={row.title} open={open} onToggle={onToggle} /> : row.title}
        {row.proven === undefined ? null : <Proof proven={row.proven} />}
      </th>
      {columns.map((column, index) => (
        <td key={column.name} className={mergeClasses(table.cell, table.figure, row.kind !== 'account' && look)}>
          <FigureCell value={row.amounts[index]} column={column} of={row.title} onDrill={drillOf(row, column)} />
        </td>
      ))}
    </tr>
  );
}

function SectionToggle({ title, open, onToggle }: { title: string; open: boolean; onToggle: () => void }) {
  const [table, styles] = [useTableStyles(), useStyles()];
  const Chevron = open ? ChevronDown16Regular : ChevronRight16Regular;
  return (
    <button
      type="button"
      className={mergeClasses(table.drill, styles.toggle)}
      aria-expanded={open}
      aria-label={(open ? messages.statement.collapse : messages.statement.expand)(title)}
      onClick={onToggle}
    >
      <Chevron aria-hidden />
      {title}
    </button>
  );
}

function Proof({ proven }: { proven: boolean }) {
  const styles = useStyles();
  const [Icon, says] = proven ? [CheckmarkCircle16Regular, messages.statement.proven] : [ErrorCircle16Regular, messages.statement.unproven];
  return (
    <Tooltip content={says} relationship="label">
      <span className={mergeClasses(styles.proof, proven ? styles.proven : styles.broken)} role="img">
        <Icon aria-hidden />
      </span>
    </Tooltip>
  );
}

/** Each row with the section it stands in and a key of its own. */
function withSections(rows: readonly StatementRow[]) {
  let section = '';
  return rows.map((row, index) => {
    if (row.kind === 'section') section = row.title;
    return { row, section, key: `${index} ${row.title}` };
  });
}
