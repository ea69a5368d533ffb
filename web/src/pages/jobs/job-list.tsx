import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { ChevronDoubleLeft20Regular, ChevronRight20Regular } from '@fluentui/react-icons';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import type { JobPage } from '#core/contract';
import { jobsQuery } from '../../api/jobs';
import { problemOf } from '../../api/problem';
import { MetricTile } from '../../kit/metric-tile';
import { TileSkeleton } from '../../kit/tile-skeleton';
import { useMayOperate } from '../../shell/operations';
import { ProblemView, StateView } from '../../shell/problem-view';
import { BulkBar } from './bulk-bar';
import { JobsTable } from './jobs-table';
import { messages } from './messages';
import { useJobFilters } from './use-job-filters';

const NONE: ReadonlySet<string> = new Set();

/** The jobs that the filters name, a page at a time; those who may pick some and act on them. */
export function JobList() {
  const may = useMayOperate();
  const { where, before, page } = useJobFilters();
  const { data, error, refetch, dataUpdatedAt, isPlaceholderData } = useQuery(jobsQuery(where, before));
  const [picked, setPicked] = usePicked(JSON.stringify(where));
  const picking = { picked, onPick: setPicked, labelAll: messages.pickAll, labelOf: messages.pick };
  const jobs = data?.jobs ?? [];
  return (
    <MetricTile title={messages.title} dimmed={isPlaceholderData}>
      {may && jobs.length > 0 ? <BulkBar where={where} jobs={jobs} picked={picked} onUnpick={() => setPicked(NONE)} /> : null}
      {jobs.length > 0 ? <JobsTable jobs={jobs} now={dataUpdatedAt} picking={may ? picking : undefined} /> : null}
      {data && jobs.length === 0 ? <NoJobs /> : null}
      {data ? <Pages next={data.next} before={before} onPage={page} /> : null}
      {error && !data ? <ProblemView problem={problemOf(error)} onRetry={() => void refetch()} /> : null}
      {data || error ? null : <TileSkeleton tile="table" />}
    </MetricTile>
  );
}

/** What a person picked, until they ask for other jobs. */
function usePicked(asked: string): [ReadonlySet<string>, (picked: ReadonlySet<string>) => void] {
  const [kept, setKept] = useState({ asked, picked: NONE });
  return [kept.asked === asked ? kept.picked : NONE, (picked) => setKept({ asked, picked })];
}

/** Nothing is listed: whether that is good news, and what to do next. */
function NoJobs() {
  const navigate = useNavigate();
  const { where, before, clear } = useJobFilters();
  if (where.state?.length === 1 && where.state[0] === 'dead')
    return <StateView title={messages.noMatchDead}>{messages.noMatchDeadNext}</StateView>;
  if (Object.keys(where).length > 0 || before)
    return <StateView title={messages.noMatch} action={<Button onClick={clear}>{messages.clear}</Button>} />;
  return (
    <StateView
      title={messages.none}
      action={<Button onClick={() => void navigate('/platform/schedules')}>{messages.openSchedules}</Button>}
    >
      {messages.noneNext}
    </StateView>
  );
}

const useStyles = makeStyles({
  pages: {
    display: 'flex',
    justifyContent: 'flex-end',
    flexWrap: 'wrap',
    gap: tokens.spacingHorizontalS,
    paddingTop: tokens.spacingVerticalS,
  },
});

interface PagesProps extends Pick<JobPage, 'next'> {
  readonly before: string | undefined;
  readonly onPage: (before: string | undefined) => void;
}

function Pages({ next, before, onPage }: PagesProps) {
  const styles = useStyles();
  if (!next && !before) return null;
  return (
    <div className={styles.pages}>
      <Button appearance="subtle" icon={<ChevronDoubleLeft20Regular />} disabled={!before} onClick={() => onPage(undefined)}>
        {messages.newer}
      </Button>
      <Button appearance="subtle" icon={<ChevronRight20Regular />} iconPosition="after" disabled={!next} onClick={() => onPage(next)}>
        {messages.older}
      </Button>
    </div>
  );
}
