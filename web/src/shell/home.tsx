import { Navigate, useLocation, useParams } from 'react-router';
import { NoAccess, NoModules } from './no-access';
import { NotFound } from './not-found';
import { useMe } from './session-gate';

/** The start page: the first tab that is open to the person. */
export function Home() {
  const { modules } = useMe();
  const { search } = useLocation();
  const first = modules[0];
  return first ? <Navigate to={`/${first.id}${search}`} replace /> : <NoModules />;
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
