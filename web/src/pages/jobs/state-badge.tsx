import { makeStyles, Spinner, tokens } from '@fluentui/react-components';
import {
  ArrowCircleRight16Regular,
  CheckmarkCircle16Filled,
  Clock16Regular,
  DismissCircle16Filled,
  Hourglass16Regular,
  LockClosed16Regular,
  QuestionCircle16Regular,
  SubtractCircle16Regular,
} from '@fluentui/react-icons';
import type { JobRow, JobStateName } from '#core/contract';
import { messages } from './messages';

const useStyles = makeStyles({
  state: { display: 'inline-flex', alignItems: 'center', gap: tokens.spacingHorizontalXS, whiteSpace: 'nowrap', verticalAlign: 'middle' },
  good: { color: tokens.colorStatusSuccessForeground1 },
  bad: { color: tokens.colorStatusDangerForeground1 },
  warn: { color: tokens.colorStatusWarningForeground1 },
  brand: { color: tokens.colorBrandForeground1 },
  quiet: { color: tokens.colorNeutralForeground3 },
});

/** A job's state as picture and word. */
export function StateBadge({ job: { state, cancelling } }: { job: Pick<JobRow, 'state' | 'cancelling'> }) {
  return (
    <span className={useStyles().state}>
      <StateIcon state={state} />
      {cancelling && state === 'running' ? messages.cancelling : messages.states[state]}
    </span>
  );
}

export function StateIcon({ state }: { state: JobStateName }) {
  const styles = useStyles();
  switch (state) {
    case 'running':
      return <Spinner size="extra-tiny" aria-hidden />;
    case 'ready':
      return <ArrowCircleRight16Regular className={styles.brand} aria-hidden />;
    case 'delayed':
      return <Clock16Regular className={styles.quiet} aria-hidden />;
    case 'blocked':
      return <LockClosed16Regular className={styles.quiet} aria-hidden />;
    case 'waiting':
      return <Hourglass16Regular className={styles.quiet} aria-hidden />;
    case 'parked':
      return <QuestionCircle16Regular className={styles.warn} aria-hidden />;
    case 'done':
      return <CheckmarkCircle16Filled className={styles.good} aria-hidden />;
    case 'cancelled':
      return <SubtractCircle16Regular className={styles.quiet} aria-hidden />;
    case 'dead':
      return <DismissCircle16Filled className={styles.bad} aria-hidden />;
  }
}
