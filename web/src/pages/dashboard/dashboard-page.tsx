import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useParams } from 'react-router';
import type { DashboardView } from '#core/contract';
import { dashboardQuery } from '../../api/dashboards';
import { problemOf } from '../../api/problem';
import type { DrillTarget } from '../../kit/drill-target';
import { FilterBar } from '../../kit/filter-bar';
import { usePageStyles } from '../../kit/page-styles';
import { NoAccess } from '../../shell/no-access';
import { NotFound } from '../../shell/not-found';
import { FullPage, ProblemView } from '../../shell/problem-view';
import { useMe } from '../../shell/session-gate';
import { DashboardHeader } from './dashboard-header';
import { DrillDrawer } from './drill-drawer';
import { LoadBars } from './load-bars';
import { NoFigures } from './no-figures';
import { TileGrid } from './tile-grid';
import { useLens } from './use-lens';

/** A department's tab: filters above, tiles below, and the rows behind any figure. */
export function DashboardPage() {
  const { module = '', dashboard = '' } = useParams();
  const { modules } = useMe();
  const known = modules.find(({ id }) => id === module);
  const { data, error, refetch } = useQuery({ ...dashboardQuery(module, dashboard), enabled: known !== undefined });
  if (!known) return <NoAccess what={module} right={`${module}.view`} />;
  if (error) {
    const problem = problemOf(error);
    if (problem.status === 404) return <NotFound />;
    if (problem.status === 403) return <NoAccess what={known.title} right={`${module}.view`} />;
    return (
      <FullPage>
        <ProblemView problem={problem} onRetry={() => void refetch()} heading="h1" />
      </FullPage>
    );
  }
  return data ? <Dashboard key={`${module}/${dashboard}`} view={data} /> : null;
}

function Dashboard({ view }: { view: DashboardView }) {
  const styles = usePageStyles();
  const { chosen, lens, choose, clear, pickLoad } = useLens(view.filters);
  const [drilled, setDrilled] = useState<DrillTarget | undefined>();
  if (!view.snapshot) return <NoFigures view={view} />;
  return (
    <div className={styles.page}>
      <DashboardHeader view={view} asOf={lens.asOf} onPickLoad={pickLoad} />
      <FilterBar filters={view.filters} chosen={chosen} onChoose={choose} onClear={clear} />
      <LoadBars view={view} snapshot={view.snapshot} asOf={lens.asOf} onNewest={() => pickLoad(undefined)} />
      <TileGrid view={view} lens={lens} onDrill={setDrilled} onClear={clear} />
      {drilled ? (
        <DrillDrawer
          module={view.module}
          target={drilled}
          asOf={lens.asOf}
          metrics={view.rows.flat()}
          onClose={() => setDrilled(undefined)}
        />
      ) : null}
    </div>
  );
}
