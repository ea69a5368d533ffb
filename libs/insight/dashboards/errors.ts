import { Problem } from '#core/kernel';

const list = (known: readonly string[]): string => known.join(', ') || 'none';

export const unknownDashboard = (id: string, known: readonly string[]): Problem =>
  new Problem('dashboards.unknown-dashboard', 404, `There is no dashboard '${id}' here.`, `Dashboards of this module: ${list(known)}.`);

export const unknownTile = (id: string, known: readonly string[]): Problem =>
  new Problem('dashboards.unknown-tile', 404, `There is no tile '${id}' on this dashboard.`, `Tiles of this dashboard: ${list(known)}.`);

export const unknownFilter = (name: string, known: readonly string[]): Problem =>
  new Problem('dashboards.unknown-filter', 400, `This dashboard has no filter '${name}'.`, `Filters of this dashboard: ${list(known)}.`);

export const wrongFilter = (name: string): Problem =>
  new Problem(
    'dashboards.wrong-filter',
    400,
    `The filter '${name}' is neither a list of values nor a range.`,
    'Send a list such as ["North"], or a range such as {"from": "A", "to": "M"}.',
  );

export const wrongPeriod = (name: string, perYear: number): Problem =>
  new Problem(
    'dashboards.wrong-period',
    400,
    `The filter '${name}' takes exactly one fiscal period.`,
    `Send one period such as ["2026-03"], numbered 01 to ${String(perYear).padStart(2, '0')}.`,
  );

export const noFiguresYet = (module: string): Problem =>
  new Problem(
    'dashboards.no-figures-yet',
    409,
    `'${module}' has not published any figures yet.`,
    'Start a run of this module, or wait for the nightly one; its run page says what happened.',
  );

export const loadNotKept = (module: string, asOf: string): Problem =>
  new Problem(
    'dashboards.load-not-kept',
    404,
    `'${module}' keeps no load as of ${asOf}.`,
    'Choose one of the loads that the dashboard lists, or leave asOf out for the newest.',
  );
