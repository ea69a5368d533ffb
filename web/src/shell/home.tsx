import { Navigate, useLocation, useParams } from 'react-router';
import { NoAccess, NoModules } from './no-access';
import { NotFound } from './not-found';
import { useOperations } from './operations';
import { useMe } from './session-gate';

/** The start page: the first tab that is open to the person, else the first of the platform's own pages. */
export function Home() {
  const { modules } = useMe();
  const { search } = useLocation();
  const [operations] = useOperations();
  const first = modules[0] ? `/${modules[0].id}` : operations?.to;
  return first ? <Navigate to={`${first}${search}`} replace /> : <NoModules />;
}

/** A module's start: its first dashboard, else its runs. */
export function ModuleHome() {
  const { module = '' } = useParams();
  const { search } = useLocation();
  const entry = useMe().modules.find(({ id }) => id === module);
  if (!/^[a-z][a-z0-9-]*$/.test(module)) return <NotFound />;
  if (!entry) return <NoAccess what={module} right={`${module}.view`} />;
  return <Navigate to={`/${module}/${entry.dashboards[0]?.id ?? 'runs'}${search}`} replace />;
}
