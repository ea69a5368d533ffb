import { Button, makeStyles, Text, tokens } from '@fluentui/react-components';
import { CheckmarkCircle16Filled, DismissCircle16Filled, Warning16Filled } from '@fluentui/react-icons';
import { useState } from 'react';
import type { RunCheckView, RunView } from '#core/contract';
import { formatCount } from '../../kit/figures';
import { type PlainColumn, type PlainRow, PlainTable } from '../../kit/plain-table';
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
  passed: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalXS, minHeight: '32px' },
  good: { color: tokens.colorStatusSuccessForeground1 },
  warn: { color: tokens.colorStatusWarningForeground1 },
  bad: { color: tokens.colorStatusDangerForeground1 },
});

/** What failed, with what was found; what passed is counted, and listed when asked for. */
export function ChecksTable({ run }: { run: RunView }) {
  const styles = useStyles();
  const [all, setAll] = useState(false);
  if (run.checks.length === 0) return <Text>{messages.runs.noChecks}</Text>;
  const failed = run.checks.filter(({ passed }) => !passed);
  const passed = run.checks.filter((check) => check.passed);
  const shown = all ? [...failed, ...passed] : failed;
  return (
    <>
      <div className={styles.passed}>
        <CheckmarkCircle16Filled className={styles.good} aria-hidden />
        <Text>{messages.runs.passedChecks(formatCount(passed.length))}</Text>
        {passed.length > 0 ? (
          <Button size="small" appearance="subtle" aria-expanded={all} onClick={() => setAll(!all)}>
            {all ? messages.runs.hidePassed : messages.runs.showPassed}
          </Button>
        ) : null}
      </div>
      {shown.length > 0 ? <PlainTable caption={messages.runs.checks} columns={COLUMNS} rows={rowsOf(shown, run)} /> : null}
    </>
  );
}

function rowsOf(checks: readonly RunCheckView[], run: RunView): PlainRow[] {
  const titles = new Map(run.steps.map(({ name, title }) => [name, title]));
  return checks.map((check) => ({
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
