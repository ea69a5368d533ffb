import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import type { WorkerRow } from '#core/contract';
import { formatCount } from '../../kit/figures';
import { messages } from './messages';

/** As the setting of the cap counts them. */
const MEGABYTE = 2 ** 20;
/** Near its cap: worth a look. */
const NEAR = 0.85;

export const inMegabytes = (bytes: number): string => messages.megabytes(formatCount(Math.round(bytes / MEGABYTE)));

const useStyles = makeStyles({
  memory: { display: 'inline-flex', alignItems: 'center', gap: tokens.spacingHorizontalS, verticalAlign: 'middle' },
  track: {
    width: '96px',
    height: '8px',
    boxSizing: 'border-box',
    overflow: 'hidden',
    borderRadius: tokens.borderRadiusCircular,
    backgroundColor: tokens.colorNeutralBackground5,
    border: `1px solid ${tokens.colorTransparentStroke}`,
  },
  used: { display: 'block', height: '100%', minWidth: '2px', backgroundColor: tokens.colorBrandStroke1 },
  near: { backgroundColor: tokens.colorStatusWarningForeground1 },
  over: { backgroundColor: tokens.colorStatusDangerForeground1 },
  figure: { fontVariantNumeric: 'tabular-nums' },
});

/** What a process weighs, against what it may weigh before it is renewed. */
export function MemoryBar({ worker: { memoryBytes, memoryCapBytes } }: { worker: WorkerRow }) {
  const styles = useStyles();
  const used = inMegabytes(memoryBytes);
  if (memoryCapBytes === undefined) return <span className={styles.figure}>{used}</span>;
  const part = memoryBytes / memoryCapBytes;
  const look = part > 1 ? styles.over : part > NEAR ? styles.near : undefined;
  return (
    <span className={styles.memory}>
      <span className={styles.track} aria-hidden>
        <span className={mergeClasses(styles.used, look)} style={{ width: `${Math.min(1, part) * 100}%` }} />
      </span>
      <span className={styles.figure}>{messages.memoryOf(used, inMegabytes(memoryCapBytes))}</span>
    </span>
  );
}
