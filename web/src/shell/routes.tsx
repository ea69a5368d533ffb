import { createBrowserRouter, redirect, useRouteError } from 'react-router';
import { BrokenPage } from './error-boundary';
import { Frame } from './frame';
import { Home, ModuleHome } from './home';
import { NotFound } from './not-found';

function RouteFault() {
  return <BrokenPage error={useRouteError()} />;
}

/** Every address of the app. Pages are fetched when they are first opened. */
export const router = createBrowserRouter([
  {
    path: '/',
    Component: Frame,
    ErrorBoundary: RouteFault,
    HydrateFallback: () => null,
    children: [
      {
        ErrorBoundary: RouteFault,
        children: [
          { index: true, Component: Home },
          { path: 'platform', loader: () => redirect('/platform/jobs') },
          { path: 'platform/jobs', lazy: async () => ({ Component: (await import('../pages/jobs/jobs-page')).JobsPage }) },
          { path: 'platform/jobs/:job', lazy: async () => ({ Component: (await import('../pages/jobs/job-page')).JobPage }) },
          {
            path: 'platform/schedules',
            lazy: async () => ({ Component: (await import('../pages/schedules/schedules-page')).SchedulesPage }),
          },
          { path: 'platform/workers', lazy: async () => ({ Component: (await import('../pages/workers/workers-page')).WorkersPage }) },
          { path: ':module', Component: ModuleHome },
          { path: ':module/runs', lazy: async () => ({ Component: (await import('../pages/runs/runs-page')).RunsPage }) },
          { path: ':module/runs/:run', lazy: async () => ({ Component: (await import('../pages/runs/run-page')).RunPage }) },
          {
            path: ':module/:dashboard',
            lazy: async () => ({ Component: (await import('../pages/dashboard/dashboard-page')).DashboardPage }),
          },
          { path: '*', Component: NotFound },
        ],
      },
    ],
  },
]);
