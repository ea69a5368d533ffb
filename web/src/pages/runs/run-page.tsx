import { MessageBar, MessageBarBody, ProgressBar, Text } from '@fluentui/react-components';
import { useParams } from 'react-router';
import type { ModuleEntry, RunView } from '#core/contract';
import { problemOf } from '../../api/problem';
import { isLive } from '../../api/runs';
import { formatMoment } from '../../kit/dates';
import { MetricTile } from '../../kit/metric-tile';
import { PageHeader } from '../../kit/page-header';
import { usePageStyles } from '../../kit/page-styles';
import { messages } from '../../shell/messages';
import { NoAccess } from '../../shell/no-access';
import { NotFound } from '../../shell/not-found';
import { FullPage, ProblemView } from '../../shell/problem-view';
import { useMe } from '../../shell/session-gate';
import { ChecksTable } from './checks-table';
import { RunTrail } from './run-trail';
import { startedBy } from './runs-table';
import { StateBadge } from './state-badge';
import { StepsTable } from './steps-table';
import { useRun } from './use-run';

/** One run, followed live: what each step read, built and rejected, and how each check came out. */
export function RunPage() {
  const { module = '', run: id = '' } = useParams();
  const known = useMe().modules.find((entry) => entry.id === module);
  const { data, error, refetch } = useRun(module, id, known !== undefined);
  if (!known) return <NoAccess what={module} right={`${module}.view`} />;
  if (error) {
    const problem = problemOf(error);
    if (problem.status === 404) return <NotFound />;
    return (
      <FullPage>
        <ProblemView problem={problem} onRetry={() => void refetch()} heading="h1" />
      </FullPage>
    );
  }
  return data ? <Run module={known} run={data} /> : null;
}

function Run({ module, run }: { module: ModuleEntry; run: RunView }) {
  const styles = usePageStyles();
  const title = messages.runs.runTitle(formatMoment(run.requestedAt));
  return (
    <div className={styles.page}>
      <PageHeader title={title} path={[title, module.title]} above={<RunTrail module={module} deep />}>
        <Text size={200}>{startedBy(run)}</Text>
        <span role="status">
          <StateBadge state={run.state} />
        </span>
      </PageHeader>
      <div className={styles.body}>
        <Outcome run={run} />
        <MetricTile title={messages.runs.steps}>
          <StepsTable module={module.id} run={run} />
        </MetricTile>
        <MetricTile title={messages.runs.checks}>
          <ChecksTable run={run} />
        </MetricTile>
      </div>
    </div>
  );
}

function Outcome({ run }: { run: RunView }) {
  if (isLive(run.state)) {
    const done = run.steps.filter(({ state }) => state !== 'waiting' && state !== 'running').length;
    const progress = messages.runs.progress(done, run.steps.length);
    return (
      <div>
        <ProgressBar value={run.steps.length > 0 ? done / run.steps.length : undefined} aria-label={progress} thickness="large" />
        <Text size={200}>{`${progress}. ${messages.runs.live}`}</Text>
      </div>
    );
  }
  const intent = run.state === 'published' ? 'success' : run.state === 'refused' ? 'warning' : run.state === 'failed' ? 'error' : 'info';
  const says = run.reason ?? (run.load === undefined ? messages.runs.states[run.state] : messages.runs.published(run.load));
  return (
    <MessageBar intent={intent} layout="multiline">
      <MessageBarBody>{says}</MessageBarBody>
    </MessageBar>
  );
}
