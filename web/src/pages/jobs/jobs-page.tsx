import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { countsQuery } from '../../api/jobs';
import { problemOf } from '../../api/problem';
import { LiveStamp } from '../../kit/live-stamp';
import { LostBar } from '../../kit/lost-bar';
import { MetricTile } from '../../kit/metric-tile';
import { PageHeader } from '../../kit/page-header';
import { usePageStyles } from '../../kit/page-styles';
import { TileSkeleton } from '../../kit/tile-skeleton';
import { NoAccess } from '../../shell/no-access';
import { OBSERVE, useOperations } from '../../shell/operations';
import { ProblemView } from '../../shell/problem-view';

import { JobFilters } from './job-filters';
import { JobList } from './job-list';
import { messages } from './messages';
import { QueueList } from './queue-list';
import { StateTiles } from './state-tiles';
import { useJobFilters } from './use-job-filters';

/** What is done in the background: how each queue stands, and its jobs. */
export function JobsPage() {
  if (useOperations().length === 0) return <NoAccess what={messages.what} right={OBSERVE} />;
  return <Jobs />;
}

const useStyles = makeStyles({ above: { paddingBottom: tokens.spacingVerticalS } });

function Jobs() {
  const [styles, own] = [usePageStyles(), useStyles()];
  const { data, error, refetch, dataUpdatedAt } = useQuery(countsQuery);
  const { where, choose, clear } = useJobFilters();
  return (
    <div className={styles.page}>
      <PageHeader title={messages.title} path={[messages.title]}>
        <LiveStamp answeredAt={dataUpdatedAt} lost={error !== null} />
      </PageHeader>
      <div className={mergeClasses(styles.body, own.above)}>
        <LostBar answeredAt={dataUpdatedAt} error={error} />
        {data ? <StateTiles counts={data} /> : null}
        <MetricTile title={messages.queues}>
          {data ? <QueueList counts={data} /> : null}
          {error && !data ? <ProblemView problem={problemOf(error)} onRetry={() => void refetch()} /> : null}
          {data || error ? null : <TileSkeleton tile="table" />}
        </MetricTile>
      </div>
      <JobFilters where={where} queues={data?.queues ?? []} onChoose={choose} onClear={clear} />
      <div className={styles.body}>
        <JobList />
      </div>
    </div>
  );
}
