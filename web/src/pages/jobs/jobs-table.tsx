import { makeStyles, tokens } from '@fluentui/react-components';
import type { JobRow } from '#core/contract';
import { hasEnded } from '../../api/jobs';
import { formatAgo, formatStretch, formatTook, formatUntil } from '../../kit/ages';
import { formatCount } from '../../kit/figures';
import { type Picking, type PlainColumn, PlainTable } from '../../kit/plain-table';
import { RouteLink } from '../../kit/route-link';
import { messages } from './messages';
import { StateBadge } from './state-badge';

const COLUMNS: readonly PlainColumn[] = [
  { name: 'job', title: messages.job },
  { name: 'state', title: messages.state },
  { name: 'when', title: messages.when },
  { name: 'took', title: messages.took, figure: true },
  { name: 'failures', title: messages.starts, figure: true },
  { name: 'key', title: messages.key },
  { name: 'note', title: messages.note, wraps: true },
];

const useStyles = makeStyles({
  name: { whiteSpace: 'nowrap' },
  number: { color: tokens.colorNeutralForeground3, fontVariantNumeric: 'tabular-nums', marginLeft: tokens.spacingHorizontalXS },
  key: { display: 'inline-block', maxWidth: '24ch', overflow: 'hidden', textOverflow: 'ellipsis', verticalAlign: 'bottom' },
  note: {
    display: '-webkit-box',
    WebkitBoxOrient: 'vertical',
    WebkitLineClamp: 2,
    overflow: 'hidden',
    overflowWrap: 'anywhere',
    color: tokens.colorNeutralForeground2,
  },
});

interface Props {
  readonly jobs: readonly JobRow[];
  /** The moment that ages are counted to; milliseconds since 1970. */
  readonly now: number;
  readonly picking: Picking | undefined;
}

/** Jobs, newest first; each opens its page. */
export function JobsTable({ jobs, now, picking }: Props) {
  const styles = useStyles();
  const rows = jobs.map((job) => ({
    id: job.id,
    cells: [
      <JobName key="job" job={job} />,
      <StateBadge key="state" job={job} />,
      whenOf(job, now),
      tookOf(job),
      messages.failuresOf(job.failures, job.maxAttempts),
      <span key="key" className={styles.key} title={job.key}>
        {job.key}
      </span>,
      <span key="note" className={styles.note} title={noteOf(job)}>
        {noteOf(job)}
      </span>,
    ],
  }));
  return <PlainTable caption={messages.title} columns={COLUMNS} rows={rows} picking={picking} />;
}

function JobName({ job: { id, title } }: { job: JobRow }) {
  const styles = useStyles();
  return (
    <span className={styles.name}>
      <RouteLink to={`/platform/jobs/${id}`} label={messages.open(id, title)}>
        {title}
      </RouteLink>{' '}
      <span className={styles.number}>{messages.number(id)}</span>
    </span>
  );
}

/** How the job stands to time: how long it runs or waits, when it is due, when it ended. */
export function whenOf({ state, startedAt, runAt, createdAt, finishedAt, failures }: JobRow, now: number): string {
  const stretch = (since: string) => formatStretch(now - Date.parse(since));
  switch (state) {
    case 'running':
      return messages.since(stretch(startedAt ?? runAt));
    case 'ready':
      return messages.waits(stretch(runAt));
    case 'delayed':
      return failures > 0 ? messages.retryIn(formatUntil(runAt, now)) : messages.dueIn(formatUntil(runAt, now));
    case 'blocked':
    case 'waiting':
    case 'parked':
      return messages.waits(stretch(createdAt));
    case 'done':
    case 'cancelled':
    case 'dead':
      return finishedAt ? formatAgo(finishedAt, now) : '';
  }
}

export const tookOf = ({ state, startedAt, finishedAt }: JobRow): string =>
  hasEnded(state) && startedAt && finishedAt ? formatTook(Date.parse(finishedAt) - Date.parse(startedAt)) : '';

/** How far it is while it runs, why it failed or was put aside else. */
export function noteOf({ state, progress, reason }: JobRow): string {
  if (state === 'done') return reason ? messages.failedBefore(reason) : '';
  if (state !== 'running' || !progress) return reason ?? '';
  const { done, total, message } = progress;
  const far =
    done === undefined
      ? ''
      : total === undefined
        ? messages.progressDone(formatCount(done))
        : messages.progress(formatCount(done), formatCount(total));
  return [far, message].filter(Boolean).join(', ');
}
