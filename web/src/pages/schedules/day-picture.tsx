import { makeStyles, mergeClasses, Text, tokens } from '@fluentui/react-components';
import type { ScheduleRow } from '#core/contract';
import { formatAhead, formatTime } from '../../kit/dates';
import { messages } from './messages';

const DAY = 86_400_000;
/** Where the axis is named, in parts of a day. */
const NAMED = [0, 0.25, 0.5, 0.75, 1];
/** The server names ten times. Where all of them lie within the day there are more: they are drawn as a line. */
const TIMES_TOLD = 10;

const NARROW = '@media (max-width: 639px)';

const useStyles = makeStyles({
  lane: {
    display: 'grid',
    gridTemplateColumns: 'minmax(140px, 264px) minmax(0, 1fr)',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalL,
    minHeight: '32px',
    [NARROW]: { gridTemplateColumns: 'minmax(0, 1fr)', paddingBottom: tokens.spacingVerticalS },
  },
  name: { overflowWrap: 'anywhere' },
  quiet: { color: tokens.colorNeutralForeground3 },
  track: { position: 'relative', height: '20px', margin: '0 6px' },
  rail: { position: 'absolute', left: 0, right: 0, top: '9px', height: '2px', backgroundColor: tokens.colorNeutralStroke2 },
  goesOn: {
    position: 'absolute',
    right: 0,
    top: '8px',
    height: '4px',
    borderRadius: tokens.borderRadiusCircular,
    backgroundImage: `repeating-linear-gradient(90deg, ${tokens.colorBrandStroke1} 0 4px, transparent 4px 8px)`,
  },
  tick: {
    position: 'absolute',
    top: '4px',
    width: '12px',
    height: '12px',
    marginLeft: '-6px',
    boxSizing: 'border-box',
    borderRadius: tokens.borderRadiusCircular,
    backgroundColor: tokens.colorBrandStroke1,
    border: `2px solid ${tokens.colorNeutralBackground1}`,
  },
  off: { backgroundColor: tokens.colorNeutralBackground1, border: `2px solid ${tokens.colorNeutralStrokeAccessible}` },
  axis: { position: 'relative', height: '16px', margin: '0 6px', [NARROW]: { gridColumn: '1' } },
  mark: {
    position: 'absolute',
    transform: 'translateX(-50%)',
    whiteSpace: 'nowrap',
    color: tokens.colorNeutralForeground3,
    ':first-child': { transform: 'translateX(-6px)' },
    ':last-child': { transform: 'translateX(calc(-100% + 6px))' },
  },
  corner: { [NARROW]: { display: 'none' } },
});

/** What runs when in the day ahead, a line a schedule: where they crowd is seen at once. */
export function DayPicture({ schedules, now }: { schedules: readonly ScheduleRow[]; now: number }) {
  const styles = useStyles();
  return (
    <div>
      {schedules.map((schedule) => (
        <Lane key={schedule.name} schedule={schedule} now={now} />
      ))}
      <div className={styles.lane} aria-hidden>
        <span className={styles.corner} />
        <div className={styles.axis}>
          {NAMED.map((part) => (
            <Text key={part} size={200} className={styles.mark} style={{ left: `${part * 100}%` }}>
              {part === 0 ? messages.now : formatTime(new Date(now + part * DAY).toISOString())}
            </Text>
          ))}
        </div>
      </div>
    </div>
  );
}

function Lane({ schedule: { title, next, paused }, now }: { schedule: ScheduleRow; now: number }) {
  const styles = useStyles();
  const ahead = next.map((at) => ({ at, part: (Date.parse(at) - now) / DAY })).filter(({ part }) => part >= 0 && part <= 1);
  const [first] = ahead;
  const often = ahead.length >= TIMES_TOLD && first !== undefined && !paused;
  const times = ahead.length === 0 ? messages.noTime : messages.atTimes(ahead.map(({ at }) => formatTime(at)).join(', '));
  return (
    <div className={styles.lane}>
      <Text className={mergeClasses(styles.name, paused && styles.quiet)}>{title}</Text>
      <div className={styles.track} role="img" aria-label={messages.dayPicture(title, paused ? `${messages.paused}, ${times}` : times)}>
        <span className={styles.rail} />
        {often ? <span className={styles.goesOn} style={{ left: `${first.part * 100}%` }} /> : null}
        {(often ? [first] : ahead).map(({ at, part }) => (
          <span
            key={at}
            className={mergeClasses(styles.tick, paused && styles.off)}
            style={{ left: `${part * 100}%` }}
            title={formatAhead(at, now)}
          />
        ))}
      </div>
    </div>
  );
}
