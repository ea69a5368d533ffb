import { makeStyles, mergeClasses, Text, tokens } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router';
import type { JobDetail } from '#core/contract';
import { hasEnded, jobQuery } from '../../api/jobs';
import { problemOf } from '../../api/problem';
import { JsonBlock } from '../../kit/json-block';
import { LiveStamp } from '../../kit/live-stamp';
import { LostBar } from '../../kit/lost-bar';
import { MetricTile } from '../../kit/metric-tile';
import { PageHeader } from '../../kit/page-header';
import { usePageStyles } from '../../kit/page-styles';
import { TileSkeleton } from '../../kit/tile-skeleton';
import { NoAccess } from '../../shell/no-access';
import { OBSERVE, useOperations } from '../../shell/operations';
import { FullPage, ProblemView } from '../../shell/problem-view';
import { JobDeeds } from './job-deeds';
import { JobFacts } from './job-facts';
import { JobStanding } from './job-standing';
import { JobTimeline } from './job-timeline';
import { JobGone, JobTrail } from './job-trail';
import { messages } from './messages';
import { StateBadge } from './state-badge';

/** One job, followed live: how it stands, what happened to it, what it was given and what it gave. */
export function JobPage() {
  const { job: id = '' } = useParams();
  const may = useOperations().length > 0;
  const { data, error, refetch, dataUpdatedAt } = useQuery({ ...jobQuery(id), enabled: may });
  if (!may) return <NoAccess what={messages.what} right={OBSERVE} />;
  if (data) return <Job key={id} job={data} answeredAt={dataUpdatedAt} error={error} />;
  if (!error) return <Coming id={id} />;
  const problem = problemOf(error);
  if (problem.status === 404) return <JobGone />;
  return (
    <FullPage>
      <ProblemView problem={problem} onRetry={() => void refetch()} heading="h1" />
    </FullPage>
  );
}

/** Until the job is there: the page in its shape. */
function Coming({ id }: { id: string }) {
  const page = usePageStyles();
  const title = messages.one.title(messages.job, id);
  return (
    <div className={page.page}>
      <PageHeader title={title} path={[title, messages.title]} above={<JobTrail />} />
      <div className={page.body}>
        <MetricTile title={messages.one.timeline} busy>
          <TileSkeleton tile="table" />
        </MetricTile>
      </div>
    </div>
  );
}

const useStyles = makeStyles({
  pair: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 3fr) minmax(0, 2fr)',
    gap: tokens.spacingHorizontalL,
    alignItems: 'stretch',
    '@media (max-width: 1023px)': { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
  top: { alignItems: 'start' },
  quiet: { color: tokens.colorNeutralForeground2 },
});

interface Props {
  readonly job: JobDetail;
  readonly answeredAt: number;
  readonly error: Error | null;
}

function Job({ job, answeredAt, error }: Props) {
  const [page, styles] = [usePageStyles(), useStyles()];
  const title = messages.one.title(job.title, job.id);
  return (
    <div className={page.page}>
      <PageHeader title={title} path={[title, messages.title]} above={<JobTrail />}>
        {hasEnded(job.state) ? null : <LiveStamp answeredAt={answeredAt} lost={error !== null} />}
        <span role="status">
          <StateBadge job={job} />
        </span>
        <JobDeeds job={job} />
      </PageHeader>
      <div className={page.body}>
        <LostBar answeredAt={answeredAt} error={error} />
        <JobStanding job={job} now={answeredAt} />
        <div className={styles.pair}>
          <MetricTile title={messages.one.timeline}>
            <JobTimeline job={job} now={answeredAt} />
          </MetricTile>
          <MetricTile title={messages.one.facts}>
            <JobFacts job={job} />
          </MetricTile>
        </div>
        <div className={mergeClasses(styles.pair, styles.top)}>
          <MetricTile title={messages.one.payload} aside={messages.one.payloadAside}>
            <Payload job={job} />
          </MetricTile>
          <MetricTile title={messages.one.result}>
            <Result job={job} />
          </MetricTile>
        </div>
      </div>
    </div>
  );
}

function Payload({ job: { known, payload } }: { job: JobDetail }) {
  const quiet = useStyles().quiet;
  if (!known) return <Text className={quiet}>{messages.one.noPayload}</Text>;
  if (payload === undefined) return <Text className={quiet}>{messages.one.emptyPayload}</Text>;
  return <JsonBlock value={payload} label={messages.one.payload} />;
}

function Result({ job: { state, result } }: { job: JobDetail }) {
  const quiet = useStyles().quiet;
  if (result !== undefined) return <JsonBlock value={result} label={messages.one.result} />;
  return <Text className={quiet}>{hasEnded(state) ? messages.one.noResult : messages.one.noResultYet}</Text>;
}
