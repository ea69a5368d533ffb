import { makeStyles, Text, tokens } from '@fluentui/react-components';
import { CheckmarkCircle16Filled, DismissCircle16Filled, Warning16Filled } from '@fluentui/react-icons';
import type { RunCheckView, RunView } from '#core/contract';
import { formatCount } from '../../kit/figures';
import { type PlainColumn, PlainTable } from '../../kit/plain-table';
import { messages } from '../../shell/messages';

const COLUMNS: readonly PlainColumn[] = [
  { name: 'check', title: messages.runs.check },
  { name: 'outcome', title: messages.runs.state },
  { name: 'model', title: messages.runs.model },
  { name: 'faults', title: messages.runs.faults, figure: true },
  { name: 'severity', title: messages.runs.severity },
  { name: 'detail', title: messages.runs.reason, wraps: true },
];

const useStyles = makeStyles({
  outcome: { display: 'inline-flex', alignItems: 'center', gap: tokens.spacingHorizontalXS, verticalAlign: 'middle' },
  good: { color: tokens.colorStatusSuccessForeground1 },
  warn: { color: tokens.colorStatusWarningForeground1 },
  bad: { color: tokens.colorStatusDangerForeground1 },
});

/** Every check with what it found; the failed ones first. */
export function ChecksTable({ run }: { run: RunView }) {
  if (run.checks.length === 0) return <Text>{messages.runs.noChecks}</Text>;
  const failedFirst = [...run.checks].sort((a, b) => Number(a.passed) - Number(b.passed));
  const titles = new Map(run.steps.map(({ name, title }) => [name, title]));
  const rows = failedFirst.map((check) => ({
    id: `${check.model} ${check.title}`,
    cells: [
      check.title,
      <Outcome key="outcome" check={check} />,
      titles.get(check.model) ?? check.model,
      formatCount(check.faults),
      check.severity === 'block' ? messages.runs.block : messages.runs.warn,
      check.detail ?? '',
    ],
  }));
  return <PlainTable caption={messages.runs.checks} columns={COLUMNS} rows={rows} />;
}

function Outcome({ check: { passed, severity } }: { check: RunCheckView }) {
  const styles = useStyles();
  const [Icon, look] = passed
    ? [CheckmarkCircle16Filled, styles.good]
    : severity === 'warn'
      ? [Warning16Filled, styles.warn]
      : [DismissCircle16Filled, styles.bad];
  return (
    <span className={styles.outcome}>
      <Icon className={look} aria-hidden />
      {passed ? messages.runs.passed : messages.runs.failedCheck}
    </span>
  );
}
