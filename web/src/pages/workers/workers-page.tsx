import { MessageBar, MessageBarBody, MessageBarTitle, Text } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import type { WorkerRow } from '#core/contract';
import { problemOf } from '../../api/problem';
import { workersQuery } from '../../api/workers';
import { CountTile, CountTiles } from '../../kit/count-tile';
import { formatCount } from '../../kit/figures';
import { LiveStamp } from '../../kit/live-stamp';
import { LostBar } from '../../kit/lost-bar';
import { MetricTile } from '../../kit/metric-tile';
import { PageHeader } from '../../kit/page-header';
import { usePageStyles } from '../../kit/page-styles';
import { TileSkeleton } from '../../kit/tile-skeleton';
import { NoAccess } from '../../shell/no-access';
import { OBSERVE, useOperations } from '../../shell/operations';
import { ProblemView, StateView } from '../../shell/problem-view';
import { inMegabytes } from './memory-bar';
import { messages } from './messages';
import { backsOff } from './pulse';
import { WorkersTable } from './workers-table';

/** The processes that run the jobs: whether they live, what they weigh, and why they were started again. */
export function WorkersPage() {
  if (useOperations().length === 0) return <NoAccess what={messages.what} right={OBSERVE} />;
  return <Workers />;
}

function Workers() {
  const styles = usePageStyles();
  const { data, error, refetch, dataUpdatedAt } = useQuery(workersQuery);
  const workers = data?.workers ?? [];
  return (
    <div className={styles.page}>
      <PageHeader title={messages.title} path={[messages.title]}>
        <LiveStamp answeredAt={dataUpdatedAt} lost={error !== null} />
      </PageHeader>
      <div className={styles.body}>
        <LostBar answeredAt={dataUpdatedAt} error={error} />
        <Text>{messages.lead}</Text>
        {workers.length > 0 ? <Trouble workers={workers} now={dataUpdatedAt} /> : null}
        {workers.length > 0 ? <Summary workers={workers} /> : null}
        <MetricTile title={messages.table} aside={hostsOf(workers)}>
          {workers.length > 0 ? <WorkersTable workers={workers} now={dataUpdatedAt} /> : null}
          {data && workers.length === 0 ? <StateView title={messages.none}>{messages.noneNext}</StateView> : null}
          {error && !data ? <ProblemView problem={problemOf(error)} onRetry={() => void refetch()} /> : null}
          {data || error ? null : <TileSkeleton tile="table" />}
        </MetricTile>
      </div>
    </div>
  );
}

/** What a person has to know first: nobody hands out jobs, or a process cannot stay alive. */
function Trouble({ workers, now }: { workers: readonly WorkerRow[]; now: number }) {
  const looping = workers.filter((worker) => backsOff(worker, now)).length;
  const supervised = workers.some(({ role, live }) => role === 'supervisor' && live);
  const bars = [
    ...(supervised ? [] : [{ intent: 'error', title: messages.noSupervisor, next: messages.noSupervisorNext } as const]),
    ...(looping === 0 ? [] : [{ intent: 'warning', title: messages.loops(formatCount(looping)), next: messages.loopsNext } as const]),
  ];
  return (
    <>
      {bars.map(({ intent, title, next }) => (
        <MessageBar key={intent} intent={intent} layout="multiline">
          <MessageBarBody>
            <MessageBarTitle>{title}</MessageBarTitle> {next}
          </MessageBarBody>
        </MessageBar>
      ))}
    </>
  );
}

function Summary({ workers }: { workers: readonly WorkerRow[] }) {
  const live = workers.filter((worker) => worker.live);
  const sum = (of: (worker: WorkerRow) => number, among = live) => among.reduce((total, worker) => total + of(worker), 0);
  const restarts = sum(({ restarts }) => restarts, [...workers]);
  const alive = messages.aliveOf(formatCount(live.length), formatCount(workers.length));
  return (
    <CountTiles>
      <CountTile title={messages.alive} count={alive} means={messages.aliveMeans} bad={live.length < workers.length} />
      <CountTile title={messages.atWork} count={formatCount(sum(({ running }) => running))} means={messages.atWorkMeans} />
      <CountTile title={messages.memoryAll} count={inMegabytes(sum(({ memoryBytes }) => memoryBytes))} means={messages.memoryMeans} />
      <CountTile title={messages.restartsAll} count={formatCount(restarts)} means={messages.restartsMeans} />
    </CountTiles>
  );
}

const hostsOf = (workers: readonly WorkerRow[]): string | undefined =>
  workers.length > 0 ? messages.on([...new Set(workers.map(({ host }) => host))].join(', ')) : undefined;
