import { makeStyles, mergeClasses, Text, Tooltip, tokens } from '@fluentui/react-components';
import { messages } from '../shell/messages';
import { formatClock } from './dates';

const useStyles = makeStyles({
  stamp: {
    display: 'inline-flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalXS,
    color: tokens.colorNeutralForeground2,
    whiteSpace: 'nowrap',
    borderRadius: tokens.borderRadiusMedium,
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '2px' },
  },
  dot: { width: '8px', height: '8px', borderRadius: tokens.borderRadiusCircular, backgroundColor: tokens.colorStatusSuccessForeground1 },
  lost: { backgroundColor: tokens.colorStatusWarningForeground1 },
});

interface Props {
  /** When the server answered last; milliseconds since 1970, 0 for never. */
  readonly answeredAt: number;
  /** It was asked again and did not answer. */
  readonly lost: boolean;
}

/** Whether the page follows what happens, or shows what was. */
export function LiveStamp({ answeredAt, lost }: Props) {
  const styles = useStyles();
  if (answeredAt === 0) return null;
  const words = lost ? messages.live.lost(formatClock(answeredAt)) : messages.live.live;
  return (
    <Tooltip relationship="description" content={lost ? messages.live.lostTitle(formatClock(answeredAt)) : messages.live.every}>
      <Text size={200} className={styles.stamp}>
        <span className={mergeClasses(styles.dot, lost && styles.lost)} aria-hidden />
        {words}
      </Text>
    </Tooltip>
  );
}
