/** AdventureWorks: a public set of finance data, read as it is (pipe-delimited, no header row; columns.json names the columns). */
import {
  check,
  choice,
  csv,
  dashboard,
  date,
  defineModule,
  integer,
  is,
  kpi,
  may,
  metric,
  minus,
  model,
  money,
  ref,
  source,
  sql,
  sum,
  table,
  text,
} from '#core/kit';

const file = (name: string, columns: readonly string[]) => csv(`${name}.csv`, { delimiter: '|', quote: null, columns });

const accountRows = source('account_rows', {
  title: 'Accounts as exported',
  from: file('DimAccount', [
    'AccountKey',
    'ParentAccountKey',
    'AccountCodeAlternateKey',
    'ParentAccountCodeAlternateKey',
    'AccountDescription',
    'AccountType',
    'Operator',
    'CustomMembers',
    'ValueType',
    'CustomMemberOptions',
  ]),
  key: ['key'],
  fields: {
    key: integer({ column: 'AccountKey' }),
    parent: integer({ column: 'ParentAccountKey', optional: true }),
    code: text({ column: 'AccountCodeAlternateKey' }),
    title: text({ column: 'AccountDescription' }),
    type: text({ column: 'AccountType', optional: true }),
    operator: choice(['+', '-', '~'], { column: 'Operator' }),
  },
});
const organisationRows = source('organisation_rows', {
  title: 'Organisations as exported',
  from: file('DimOrganization', ['OrganizationKey', 'ParentOrganizationKey', 'PercentageOfOwnership', 'OrganizationName', 'CurrencyKey']),
  key: ['key'],
  fields: { key: integer({ column: 'OrganizationKey' }), title: text({ column: 'OrganizationName' }) },
});
const departmentRows = source('department_rows', {
  title: 'Departments as exported',
  from: file('DimDepartmentGroup', ['DepartmentGroupKey', 'ParentDepartmentGroupKey', 'DepartmentGroupName']),
  key: ['key'],
  fields: { key: integer({ column: 'DepartmentGroupKey' }), title: text({ column: 'DepartmentGroupName' }) },
});
const scenarioRows = source('scenario_rows', {
  title: 'Scenarios as exported',
  from: file('DimScenario', ['ScenarioKey', 'ScenarioName']),
  key: ['key'],
  fields: { key: integer({ column: 'ScenarioKey' }), title: choice(['Actual', 'Budget', 'Forecast'], { column: 'ScenarioName' }) },
});
const dateRows = source('date_rows', {
  title: 'Dates as exported',
  from: file('DimDate', [
    'DateKey',
    'FullDateAlternateKey',
    'DayNumberOfWeek',
    'EnglishDayNameOfWeek',
    'SpanishDayNameOfWeek',
    'FrenchDayNameOfWeek',
    'DayNumberOfMonth',
    'DayNumberOfYear',
    'WeekNumberOfYear',
    'EnglishMonthName',
    'SpanishMonthName',
    'FrenchMonthName',
    'MonthNumberOfYear',
    'CalendarQuarter',
    'CalendarYear',
    'CalendarSemester',
    'FiscalQuarter',
    'FiscalYear',
    'FiscalSemester',
  ]),
  key: ['key'],
  fields: {
    key: integer({ column: 'DateKey' }),
    day: date({ column: 'FullDateAlternateKey' }),
    month: integer({ column: 'MonthNumberOfYear', min: 1, max: 12 }),
    year: integer({ column: 'CalendarYear' }),
  },
});
const financeRows = source('finance_rows', {
  title: 'Finance facts as exported',
  from: file('FactFinance', [
    'FinanceKey',
    'DateKey',
    'OrganizationKey',
    'DepartmentGroupKey',
    'ScenarioKey',
    'AccountKey',
    'Amount',
    'Date',
  ]),
  key: ['key'],
  fields: {
    key: integer({ column: 'FinanceKey' }),
    dateKey: integer({ column: 'DateKey' }),
    organisationKey: integer({ column: 'OrganizationKey' }),
    departmentKey: integer({ column: 'DepartmentGroupKey' }),
    scenarioKey: integer({ column: 'ScenarioKey' }),
    accountKey: integer({ column: 'AccountKey' }),
    /** Written from binary floats: up to 2e-10 beside the cent ('-657203.80000000005'). */
    amount: money('USD', { column: 'Amount', excess: 'round' }),
    day: date({ column: 'Date', format: 'yyyy-MM-dd 00:00:00.000' }),
  },
});

const accounts = model('accounts', {
  title: 'Accounts',
  kind: 'dimension',
  grain: ['account'],
  columns: {
    account: text({ label: 'Account' }),
    account_key: integer({ label: 'Account key' }),
    code: text({ label: 'Account code' }),
    account_type: text({ label: 'Account type', optional: true }),
    net_income_factor: integer({
      label: 'Factor in net income',
      describe: 'The product of the operators from the account up to its root: 1 adds, -1 subtracts, 0 is left out.',
    }),
  },
  sql: sql`
    with recursive signed as (
      select *, case operator when '+' then 1 when '-' then -1 else 0 end as factor from ${accountRows}
    ), rolled as (
      select key, factor from signed where parent is null
      union all
      select child.key, child.factor * up.factor from signed child join rolled up on child.parent = up.key
    )
    select
      case when count(*) over (partition by title) = 1 then title else title || ' (' || code || ')' end as account,
      key as account_key, code, type as account_type, factor as net_income_factor
    from ${accountRows} join rolled using (key)`,
  checks: [check.unique(['account_key'])],
});
const organisations = model('organisations', {
  title: 'Organisations',
  kind: 'dimension',
  grain: ['organisation'],
  columns: { organisation: text({ label: 'Organisation' }), organisation_key: integer({ label: 'Organisation key' }) },
  sql: sql`select title as organisation, key as organisation_key from ${organisationRows}`,
});
const departmentGroups = model('department_groups', {
  title: 'Departments',
  kind: 'dimension',
  grain: ['department'],
  columns: { department: text({ label: 'Department' }), department_key: integer({ label: 'Department key' }) },
  sql: sql`select title as department, key as department_key from ${departmentRows}`,
});

const shared = {
  scenario: scenarioRows.title,
  year: integer({ label: 'Year' }),
  month: integer({ label: 'Month', min: 1, max: 12 }),
  organisation: ref(organisations.organisation),
  department: ref(departmentGroups.department),
  account: ref(accounts.account),
  amount: money('USD', { label: 'Amount' }),
  net_amount: money('USD', { label: 'Share in net income' }),
};
const lines = model('finance_lines', {
  title: 'Finance lines',
  kind: 'fact',
  grain: ['finance_key'],
  columns: { finance_key: integer({ label: 'Line' }), posted_on: date({ label: 'Date' }), ...shared },
  sql: sql`
    select f.key as finance_key, f.day as posted_on, s.title as scenario, d.year, d.month, organisation, department, account,
      f.amount, f.amount * net_income_factor as net_amount
    from ${financeRows} f
    left join ${dateRows} d on d.key = f.dateKey
    left join ${scenarioRows} s on s.key = f.scenarioKey
    left join ${organisations} on organisation_key = f.organisationKey
    left join ${departmentGroups} on department_key = f.departmentKey
    left join ${accounts} on account_key = f.accountKey`,
  checks: [
    check.sameTotal(financeRows.amount, 'amount'),
    check.noRows(
      'The date of a line is the date that its key stands for',
      sql`select f.key, f.day, d.day as calendar from ${financeRows} f left join ${dateRows} d on d.key = f.dateKey
          where d.day is distinct from f.day or d.year <> year(f.day) or d.month <> month(f.day)`,
    ),
  ],
});
const months = model('finance_months', {
  title: 'Amounts by month',
  kind: 'summary',
  grain: ['scenario', 'year', 'month', 'organisation', 'department', 'account'],
  columns: shared,
  sql: sql`
    select scenario, year, month, organisation, department, account, sum(amount) as amount, sum(net_amount) as net_amount
    from ${lines} group by all`,
  drill: { amount: lines.amount, net_amount: lines.net_amount },
  checks: [check.sameTotal(financeRows.amount, 'amount')],
});

const isActual = is(months.scenario, 'Actual');
const isBudget = is(months.scenario, 'Budget');
const actual = metric('actual', sum(months.amount, { where: [isActual] }), { title: 'Actual' });
const budget = metric('budget', sum(months.amount, { where: [isBudget] }), { title: 'Budget', plan: true });
const variance = metric('variance', minus(actual, budget), { title: 'Variance' });
const netIncome = metric('net_income', sum(months.net_amount, { where: [isActual] }), {
  title: 'Net income',
  describe: 'Actual, rolled up the account tree: + adds, - subtracts, ~ is left out.',
});

export const adventureworks = defineModule('adventureworks', {
  title: 'AdventureWorks',
  icon: 'VehicleBicycle',
  files: '../shared/data/ledger/adventureworks',
  sources: [accountRows, organisationRows, departmentRows, scenarioRows, dateRows, financeRows],
  models: [accounts, organisations, departmentGroups, lines, months],
  metrics: [actual, budget, variance, netIncome],
  dashboards: [
    dashboard('Actual and budget', {
      filters: [months.year, months.organisation, months.department],
      rows: [
        [kpi(netIncome, { against: 'nothing' }), kpi(actual, { against: 'nothing' }), kpi(budget, { against: 'nothing' })],
        [table([actual, budget, variance, netIncome], { by: months.year }), table([actual, netIncome], { by: months.organisation })],
        [table([actual, netIncome], { by: months.account })],
      ],
    }),
  ],
  roles: { viewer: [may('view')], controller: [may('view', 'export')], lead: [may('view', 'export', 'run', 'manage')] },
});
