import { Badge, Button, makeStyles, Text, tokens } from '@fluentui/react-components';
import { ChevronDown16Regular, ChevronUp16Regular } from '@fluentui/react-icons';
import { useId, useState } from 'react';
import type { ScheduleRow } from '#core/contract';
import { formatUntil } from '../../kit/ages';
import { formatAhead, formatExact, formatMoment } from '../../kit/dates';
import { type Fact, Facts } from '../../kit/facts';
import { MetricTile } from '../../kit/metric-tile';
import { useMe } from '../../shell/session-gate';
import { LastJob } from './last-job';
import { messages } from './messages';
import { ScheduleDeeds } from './schedule-deeds';

const useStyles = makeStyles({
  when: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    color: tokens.colorNeutralForeground2,
    paddingBottom: tokens.spacingVerticalM,
  },
  foot: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    marginTop: 'auto',
    paddingTop: tokens.spacingVerticalM,
  },
  toggle: { marginLeft: `calc(-1 * ${tokens.spacingHorizontalS})` },
  times: {
    margin: `${tokens.spacingVerticalM} 0 ${tokens.spacingVerticalXS}`,
    padding: 0,
    listStyleType: 'none',
    columns: '200px 2',
    columnGap: tokens.spacingHorizontalL,
    fontVariantNumeric: 'tabular-nums',
  },
  quiet: { color: tokens.colorNeutralForeground2 },
});

interface Props {
  readonly schedule: ScheduleRow;
  readonly now: number;
}

/** One schedule: when in words, what comes next, how it went last, and what may be done to it. */
export function ScheduleTile({ schedule, now }: Props) {
  const styles = useStyles();
  const [open, setOpen] = useState(false);
  const id = useId();
  const { title, when, next, active } = schedule;
  return (
    <MetricTile title={title}>
      <div className={styles.when}>
        <Text>{when}</Text>
        <Standing schedule={schedule} />
      </div>
      <Facts facts={factsOf(schedule, now)} />
      {open ? <NextTimes id={id} schedule={schedule} now={now} /> : null}
      <div className={styles.foot}>
        {next.length > 0 ? (
          <Button
            size="small"
            appearance="subtle"
            className={styles.toggle}
            icon={open ? <ChevronUp16Regular /> : <ChevronDown16Regular />}
            aria-expanded={open}
            aria-controls={id}
            onClick={() => setOpen(!open)}
          >
            {open ? messages.hideNext : messages.showNext}
          </Button>
        ) : null}
        {active ? <ScheduleDeeds schedule={schedule} now={now} /> : null}
      </div>
    </MetricTile>
  );
}

function Standing({ schedule: { paused, active } }: { schedule: ScheduleRow }) {
  if (active && !paused) return null;
  return (
    <Badge appearance="tint" color={active ? 'warning' : 'informative'}>
      {active ? messages.paused : messages.retired}
    </Badge>
  );
}

function factsOf(schedule: ScheduleRow, now: number): readonly Fact[] {
  const { next, paused, pausedBy, pausedAt, missed, lastMissedSlot } = schedule;
  const [first] = next;
  return [
    {
      name: messages.next,
      value: first && !paused ? `${formatUntil(first, now)}, ${formatAhead(first, now)}` : undefined,
    },
    { name: messages.paused, value: paused ? messages.pausedBy(pausedBy ?? '', pausedAt ? formatMoment(pausedAt) : '') : undefined },
    { name: messages.last, value: <LastJob schedule={schedule} now={now} /> },
    { name: messages.missed, value: missed },
    { name: messages.lastMissed, value: lastMissedSlot ? formatMoment(lastMissedSlot) : undefined },
  ];
}

function NextTimes({ id, schedule: { title, next, paused, timeZone }, now }: Props & { id: string }) {
  const styles = useStyles();
  const { timeZone: own } = useMe();
  return (
    <div id={id}>
      <ol className={styles.times} aria-label={messages.nextTimes(title)}>
        {next.map((at) => (
          <li key={at} title={formatExact(at)}>
            {formatAhead(at, now)}
          </li>
        ))}
      </ol>
      <Text size={200} className={styles.quiet}>
        {paused ? `${messages.pausedTimes} ` : ''}
        {timeZone === undefined || timeZone === own ? messages.sameZone(own) : messages.zone(own, timeZone)}
      </Text>
    </div>
  );
}
