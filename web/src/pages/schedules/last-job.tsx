import { makeStyles, tokens } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import type { ScheduleRow } from '#core/contract';
import { jobQuery } from '../../api/jobs';
import { formatAgo } from '../../kit/ages';
import { RouteLink } from '../../kit/route-link';
import { StateBadge } from '../jobs/state-badge';
import { messages } from './messages';

const useStyles = makeStyles({
  line: { display: 'inline-flex', flexWrap: 'wrap', alignItems: 'center', columnGap: tokens.spacingHorizontalS },
  quiet: { color: tokens.colorNeutralForeground2 },
});

/** The newest job of a schedule, how it stands, and the way to it. */
export function LastJob({ schedule: { title, lastJob, lastEnqueuedAt }, now }: { schedule: ScheduleRow; now: number }) {
  const styles = useStyles();
  const { data } = useQuery({ ...jobQuery(lastJob ?? ''), enabled: lastJob !== undefined, retry: false });
  const ago = lastEnqueuedAt ? formatAgo(lastEnqueuedAt, now) : '';
  if (lastJob === undefined) return <span className={styles.quiet}>{lastEnqueuedAt ? ago : messages.lastNone}</span>;
  return (
    <span className={styles.line}>
      {data ? (
        <>
          <StateBadge job={data} />
          <RouteLink to={`/platform/jobs/${lastJob}`} label={messages.openJob(lastJob, title)}>
            {messages.jobNumber(lastJob)}
          </RouteLink>
        </>
      ) : (
        messages.jobNumber(lastJob)
      )}
      <span className={styles.quiet}>{ago}</span>
    </span>
  );
}
