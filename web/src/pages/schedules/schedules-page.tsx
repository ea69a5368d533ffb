import { makeStyles, Text, tokens } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { problemOf } from '../../api/problem';
import { schedulesQuery } from '../../api/schedules';
import { LiveStamp } from '../../kit/live-stamp';
import { LostBar } from '../../kit/lost-bar';
import { MetricTile } from '../../kit/metric-tile';
import { PageHeader } from '../../kit/page-header';
import { usePageStyles } from '../../kit/page-styles';
import { TileSkeleton } from '../../kit/tile-skeleton';
import { NoAccess } from '../../shell/no-access';
import { OBSERVE, useOperations } from '../../shell/operations';
import { ProblemView, StateView } from '../../shell/problem-view';
import { DayPicture } from './day-picture';
import { messages } from './messages';
import { ScheduleTile } from './schedule-tile';

/** What Jupiter does by itself: what runs when, how it went last, and what comes next. */
export function SchedulesPage() {
  if (useOperations().length === 0) return <NoAccess what={messages.what} right={OBSERVE} />;
  return <Schedules />;
}

const useStyles = makeStyles({
  grid: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(min(100%, 460px), 1fr))',
    gap: tokens.spacingHorizontalL,
  },
});

function Schedules() {
  const [page, styles] = [usePageStyles(), useStyles()];
  const { data, error, refetch, dataUpdatedAt } = useQuery(schedulesQuery);
  const schedules = data?.schedules ?? [];
  return (
    <div className={page.page}>
      <PageHeader title={messages.title} path={[messages.title]}>
        <LiveStamp answeredAt={dataUpdatedAt} lost={error !== null} />
      </PageHeader>
      <div className={page.body}>
        <LostBar answeredAt={dataUpdatedAt} error={error} />
        <Text>{messages.lead}</Text>
        {data && schedules.length === 0 ? <StateView title={messages.none}>{messages.noneNext}</StateView> : null}
        {error && !data ? <ProblemView problem={problemOf(error)} onRetry={() => void refetch()} /> : null}
        {data || error ? null : <TileSkeleton tile="table" />}
        {schedules.length > 0 ? (
          <MetricTile title={messages.day}>
            <DayPicture schedules={schedules.filter(({ active }) => active)} now={dataUpdatedAt} />
          </MetricTile>
        ) : null}
        <div className={styles.grid}>
          {schedules.map((schedule) => (
            <ScheduleTile key={schedule.name} schedule={schedule} now={dataUpdatedAt} />
          ))}
        </div>
      </div>
    </div>
  );
}
