/** The files of a new department. It is small and works as it is: a sample file, one fact, one summary, two metrics, a dashboard. */
import type { DepartmentName } from './department-name.js';

/** Path inside the department's folder, and text. */
export type TextFile = readonly [path: string, text: string];

export function departmentFiles(name: DepartmentName): TextFile[] {
  return [
    [`${name.id}.ts`, filled(DECLARATION, name)],
    [`${name.id}.spec.ts`, filled(SPEC, name)],
    ['sample/entries.csv', ENTRIES],
    ['sample/teams.csv', TEAMS],
  ];
}

/** Puts the name in where the text has {{id}}, {{identifier}} and {{title}}. */
const filled = (text: string, name: DepartmentName): string =>
  text.replaceAll('{{id}}', name.id).replaceAll('{{identifier}}', name.identifier).replaceAll('{{title}}', name.title);

const DECLARATION = `\
/** {{title}}: say here, in one sentence, what this department wants to know. */
import {
  bar,
  check,
  count,
  csv,
  dashboard,
  date,
  defineModule,
  kpi,
  line,
  may,
  metric,
  model,
  money,
  period,
  ref,
  source,
  sql,
  sum,
  table,
  text,
} from '#core/kit';

const teamRows = source('team_rows', {
  title: 'Teams as exported',
  from: csv('teams.csv'),
  key: ['team'],
  fields: { team: text({ label: 'Team', column: 'Team' }), lead: text({ label: 'Team lead', column: 'Lead' }) },
});
const entries = source('entries', {
  title: 'Entries as exported',
  from: csv('entries.csv'),
  key: ['number'],
  fields: {
    number: text({ label: 'Number', column: 'Number' }),
    entered_on: date({ label: 'Date', column: 'Date' }),
    period: period({ label: 'Period', column: 'Period' }),
    team: text({ label: 'Team', column: 'Team' }),
    amount: money('USD', { label: 'Amount', column: 'Amount' }),
  },
});

const teams = model('teams', {
  title: 'Teams',
  kind: 'dimension',
  grain: ['team'],
  columns: { team: teamRows.team, lead: teamRows.lead },
  sql: sql\`select team, lead from \${teamRows}\`,
});
const entryLines = model('entry_lines', {
  title: 'Entries',
  kind: 'fact',
  grain: ['number'],
  columns: {
    number: entries.number,
    entered_on: entries.entered_on,
    period: entries.period,
    team: ref(teams.team),
    amount: entries.amount,
  },
  sql: sql\`select number, entered_on, period, team, amount from \${entries}\`,
  checks: [check.sameTotal(entries.amount, 'amount', { by: ['period'] })],
});
const entryMonths = model('entry_months', {
  title: 'Entries by period and team',
  kind: 'summary',
  grain: ['period', 'team'],
  columns: { period: entryLines.period, team: ref(teams.team), amount: entryLines.amount },
  sql: sql\`select period, team, sum(amount) as amount from \${entryLines} group by all\`,
  drill: { amount: entryLines.amount },
  checks: [check.sameTotal(entryLines.amount, 'amount')],
});

const total = metric('total', sum(entryMonths.amount), { title: 'Total' });
const entryCount = metric('entry_count', count(entryLines.number), { title: 'Entries' });

export const {{identifier}} = defineModule('{{id}}', {
  title: '{{title}}',
  icon: 'Apps',
  files: 'api/src/departments/{{id}}/sample',
  sources: [teamRows, entries],
  models: [teams, entryLines, entryMonths],
  metrics: [total, entryCount],
  dashboards: [
    dashboard('{{title}}', {
      period: entryMonths.period,
      filters: [entryMonths.team],
      rows: [
        [kpi(total), kpi(entryCount)],
        [line(total, { over: entryMonths.period }), bar(total, { by: entryMonths.team })],
        [table([total], { by: entryMonths.team })],
      ],
    }),
  ],
  roles: { viewer: [may('view')], controller: [may('view', 'export')], lead: [may('view', 'export', 'run', 'manage')] },
});
`;

const SPEC = `\
import { validateModules } from '#platform/registry';
import { type DepartmentRun, runDepartment } from '../../../../test/support/run-department.js';
import { {{identifier}} } from './{{id}}.js';

describe('{{title}}', () => {
  let run: DepartmentRun;
  beforeAll(async () => {
    run = await runDepartment({{identifier}});
  }, 60_000);
  afterAll(() => run.close());

  it('is declared without a fault', () => {
    expect(validateModules([{{identifier}}])).toEqual([]);
  });

  it('reads every line of its files and passes its checks', () => {
    expect(run.result).toEqual({ state: 'published', load: 1 });
    expect(run.rejected).toBe(0);
    expect(run.checks.filter((check) => !check.passed)).toEqual([]);
  });

  it('gives the figures of its files', async () => {
    expect(await run.figures({ metrics: ['total'], by: ['team'] })).toEqual([
      ['Blue', '4875.75'],
      ['Green', '3350.25'],
    ]);
  });
});
`;

/** Three months of two teams. */
const ENTRIES = `\
Number,Date,Period,Team,Amount
1001,2026-08-04,2026-08,Blue,1200.00
1002,2026-08-11,2026-08,Green,950.50
1003,2026-08-25,2026-08,Blue,310.25
1004,2026-09-03,2026-09,Blue,1425.00
1005,2026-09-17,2026-09,Green,1105.00
1006,2026-09-29,2026-09,Green,89.75
1007,2026-10-06,2026-10,Blue,1610.50
1008,2026-10-13,2026-10,Green,1205.00
1009,2026-10-27,2026-10,Blue,330.00
`;
const TEAMS = `\
Team,Lead
Blue,Ana Brandt
Green,Omar Duval
`;
