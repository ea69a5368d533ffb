import { makeStyles, Spinner, tokens } from '@fluentui/react-components';
import {
  CheckmarkCircle16Filled,
  Clock16Regular,
  DismissCircle16Filled,
  ProhibitedRegular,
  SubtractCircle16Regular,
} from '@fluentui/react-icons';
import type { RunStepView, RunView } from '#core/contract';
import { messages } from '../../shell/messages';

type State = RunView['state'] | RunStepView['state'];

const useStyles = makeStyles({
  state: { display: 'inline-flex', alignItems: 'center', gap: tokens.spacingHorizontalXS, whiteSpace: 'nowrap', verticalAlign: 'middle' },
  good: { color: tokens.colorStatusSuccessForeground1 },
  bad: { color: tokens.colorStatusDangerForeground1 },
  warn: { color: tokens.colorStatusWarningForeground1 },
  quiet: { color: tokens.colorNeutralForeground3 },
});

/** A state as picture and word. */
export function StateBadge({ state }: { state: State }) {
  const styles = useStyles();
  return (
    <span className={styles.state}>
      <StateIcon state={state} />
      {messages.runs.states[state]}
    </span>
  );
}

function StateIcon({ state }: { state: State }) {
  const styles = useStyles();
  switch (state) {
    case 'running':
      return <Spinner size="extra-tiny" aria-hidden />;
    case 'waiting':
      return <Clock16Regular className={styles.quiet} aria-hidden />;
    case 'published':
    case 'done':
      return <CheckmarkCircle16Filled className={styles.good} aria-hidden />;
    case 'refused':
      return <ProhibitedRegular fontSize={16} className={styles.warn} aria-hidden />;
    case 'failed':
      return <DismissCircle16Filled className={styles.bad} aria-hidden />;
    case 'cancelled':
    case 'skipped':
      return <SubtractCircle16Regular className={styles.quiet} aria-hidden />;
  }
}
