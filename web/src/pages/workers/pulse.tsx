import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import type { WorkerRow } from '#core/contract';
import { formatAgo, formatUntil } from '../../kit/ages';
import { formatExact } from '../../kit/dates';
import { messages } from './messages';

/** Live, and yet silent for longer than this: late. Milliseconds. */
const LATE_AFTER = 10_000;

export const backsOff = ({ backingOffUntil }: WorkerRow, now: number): boolean =>
  backingOffUntil !== undefined && Date.parse(backingOffUntil) > now;

const useStyles = makeStyles({
  pulse: { display: 'inline-flex', alignItems: 'center', gap: tokens.spacingHorizontalS, verticalAlign: 'middle' },
  dot: { width: '10px', height: '10px', boxSizing: 'border-box', borderRadius: tokens.borderRadiusCircular, flexShrink: 0 },
  live: {
    backgroundColor: tokens.colorStatusSuccessForeground1,
    animationName: { '0%': { opacity: 1 }, '50%': { opacity: 0.45 }, '100%': { opacity: 1 } },
    animationDuration: '2s',
    animationIterationCount: 'infinite',
  },
  late: { backgroundColor: tokens.colorStatusWarningForeground1 },
  waiting: { border: `2px solid ${tokens.colorStatusWarningForeground1}` },
  gone: { border: `2px solid ${tokens.colorStatusDangerForeground1}` },
  quiet: { color: tokens.colorNeutralForeground2, fontVariantNumeric: 'tabular-nums' },
});

/** Whether a process beats: a dot, a word, and how long ago. */
export function Pulse({ worker, now }: { worker: WorkerRow; now: number }) {
  const styles = useStyles();
  const beat = beatOf(worker, now);
  const { backingOffUntil, beatAt } = worker;
  const when = beat === 'waiting' && backingOffUntil ? formatUntil(backingOffUntil, now) : formatAgo(beatAt, now);
  return (
    <span className={styles.pulse} title={formatExact(beatAt)}>
      <span className={mergeClasses(styles.dot, styles[beat])} aria-hidden />
      {messages[beat]} <span className={styles.quiet}>{when}</span>
    </span>
  );
}

function beatOf(worker: WorkerRow, now: number): 'live' | 'late' | 'gone' | 'waiting' {
  if (backsOff(worker, now)) return 'waiting';
  if (!worker.live) return 'gone';
  return now - Date.parse(worker.beatAt) > LATE_AFTER ? 'late' : 'live';
}
