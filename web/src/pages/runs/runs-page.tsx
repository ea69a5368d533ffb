import { Text } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router';
import { problemOf } from '../../api/problem';
import { runsQuery } from '../../api/runs';
import { formatMoment } from '../../kit/dates';
import { MetricTile } from '../../kit/metric-tile';
import { PageHeader } from '../../kit/page-header';
import { usePageStyles } from '../../kit/page-styles';
import { TileSkeleton } from '../../kit/tile-skeleton';
import { messages } from '../../shell/messages';
import { NoAccess } from '../../shell/no-access';
import { ProblemView, StateView } from '../../shell/problem-view';
import { useMe } from '../../shell/session-gate';
import { RunTrail } from './run-trail';
import { RunsTable } from './runs-table';
import { StartRun } from './start-run';

/** When the department's figures were built, by whom, and how it ended. */
export function RunsPage() {
  const { module = '' } = useParams();
  const styles = usePageStyles();
  const known = useMe().modules.find(({ id }) => id === module);
  const { data, error, refetch } = useQuery({ ...runsQuery(module), enabled: known !== undefined });
  if (!known) return <NoAccess what={module} right={`${module}.view`} />;
  const next = data?.nextRunAt ? messages.runs.next(formatMoment(data.nextRunAt)) : messages.runs.byHand;
  return (
    <div className={styles.page}>
      <PageHeader title={messages.runs.title} path={[messages.runs.title, known.title]} above={<RunTrail module={known} />}>
        {data ? <Text size={200}>{next}</Text> : null}
        {known.actions.includes('run') ? <StartRun module={module} /> : null}
      </PageHeader>
      <div className={styles.body}>
        <Text>{messages.runs.lead}</Text>
        <MetricTile title={messages.runs.title}>
          {error ? <ProblemView problem={problemOf(error)} onRetry={() => void refetch()} /> : null}
          {data && data.runs.length === 0 ? <StateView title={messages.runs.none} /> : null}
          {data && data.runs.length > 0 ? <RunsTable module={module} runs={data.runs} /> : null}
          {data || error ? null : <TileSkeleton tile="table" />}
        </MetricTile>
      </div>
    </div>
  );
}
