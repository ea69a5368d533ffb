import { makeStyles, Spinner, tokens } from '@fluentui/react-components';
import {
  Add16Regular,
  ArrowCircleRight16Regular,
  ArrowClockwise16Regular,
  CheckmarkCircle16Filled,
  Circle12Regular,
  Clock16Regular,
  DismissCircle16Filled,
  DismissCircle16Regular,
  Edit16Regular,
  QuestionCircle16Regular,
  ShieldError16Regular,
  SubtractCircle16Regular,
  Warning16Filled,
} from '@fluentui/react-icons';
import type { ComponentType } from 'react';
import type { JobDetail } from '#core/contract';
import { formatStretch, formatUntil } from '../../kit/ages';
import { formatExact, formatMomentExact } from '../../kit/dates';
import { Timeline } from '../../kit/timeline';
import { messages } from './messages';
import { type Happening, happeningsOf } from './moments';

const useStyles = makeStyles({
  good: { color: tokens.colorStatusSuccessForeground1 },
  bad: { color: tokens.colorStatusDangerForeground1 },
  warn: { color: tokens.colorStatusWarningForeground1 },
  brand: { color: tokens.colorBrandForeground1 },
  quiet: { color: tokens.colorNeutralForeground3 },
});

type Kind = Happening['kind'];
type Look = readonly [ComponentType<{ className?: string; fontSize?: number }>, keyof ReturnType<typeof useStyles>];

const LOOKS: Record<Exclude<Kind, 'running'>, Look> = {
  created: [Add16Regular, 'quiet'],
  started: [ArrowCircleRight16Regular, 'brand'],
  done: [CheckmarkCircle16Filled, 'good'],
  next: [Circle12Regular, 'quiet'],
  failed: [Warning16Filled, 'warn'],
  snoozed: [Clock16Regular, 'quiet'],
  interrupted: [SubtractCircle16Regular, 'quiet'],
  freed: [ShieldError16Regular, 'warn'],
  quarantined: [ShieldError16Regular, 'warn'],
  'cancel-asked': [DismissCircle16Regular, 'quiet'],
  cancelled: [SubtractCircle16Regular, 'quiet'],
  died: [DismissCircle16Filled, 'bad'],
  replayed: [ArrowClockwise16Regular, 'brand'],
  edited: [Edit16Regular, 'brand'],
  parked: [QuestionCircle16Regular, 'warn'],
  unparked: [ArrowCircleRight16Regular, 'brand'],
};

/** A job's life down a line: its starts, what went wrong, what people did, and what comes next. */
export function JobTimeline({ job, now }: { job: JobDetail; now: number }) {
  const moments = happeningsOf(job).map((one) => ({
    id: one.id,
    icon: <Mark kind={one.kind} />,
    title: one.title,
    when: whenOf(one, now),
    exact: formatExact(one.at),
    detail: one.detail,
    ahead: one.kind === 'next',
  }));
  return <Timeline moments={moments} label={messages.one.timeline} />;
}

function whenOf({ kind, at }: Happening, now: number): string {
  if (kind === 'next') return formatUntil(at, now);
  if (kind === 'running') return messages.since(formatStretch(now - Date.parse(at)));
  return formatMomentExact(at);
}

function Mark({ kind }: { kind: Kind }) {
  const styles = useStyles();
  if (kind === 'running') return <Spinner size="extra-tiny" aria-hidden />;
  const [Icon, look] = LOOKS[kind];
  return <Icon className={styles[look]} />;
}
