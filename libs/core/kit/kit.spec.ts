import {
  bar,
  check,
  choice,
  count,
  csv,
  dashboard,
  dataset,
  date,
  decimal,
  describe as declared,
  defineModule,
  integer,
  is,
  kpi,
  last,
  line,
  may,
  metric,
  min,
  minus,
  model,
  money,
  period,
  plus,
  ratio,
  read,
  readsOf,
  ref,
  renderSql,
  source,
  sql,
  stackedBar,
  statement,
  sum,
  table,
  text,
  write,
} from './index.js';

const vehicles = dataset('vehicles', {
  title: 'Vehicles',
  key: ['unit'],
  fields: { unit: text({ label: 'Unit no.', pattern: /^[A-Z]{2}-\d{3}$/ }), depot: choice(['North', 'South']), boughtOn: date() },
  legacy: { access: 'Fleet.accdb', table: 'tblVehicle', map: { unit: 'UnitNo' } },
});
const costs = source('costs', {
  title: 'Costs',
  from: csv('costs.csv'),
  key: ['voucher'],
  fields: { voucher: text(), unit: ref(vehicles.unit), month: period(), km: decimal({ unit: 'km' }), amount: money('USD') },
});
const vehicleMonth = model('vehicle_month', {
  title: 'Cost per vehicle and month',
  kind: 'summary',
  grain: ['unit', 'month'],
  columns: { unit: ref(vehicles.unit), month: costs.month, km: costs.km, cost: money('USD'), closing: integer() },
  sql: sql`select unit, month, sum(km) as km, sum(${costs.amount}) as cost from ${costs} join ${vehicles} using (unit) group by all`,
  checks: [check.sameTotal(costs.amount, 'cost')],
});
const cost = metric('cost', sum(vehicleMonth.cost), { title: 'Cost', better: 'lower' });
const distance = metric('distance', sum(vehicleMonth.km), { title: 'Distance' });
const costPerKm = metric('cost_per_km', ratio(cost, distance), { title: 'Cost per km', goal: { below: 0.85 } });
const other = model('other', { title: 'Other', kind: 'summary', grain: ['n'], columns: { n: integer() }, sql: sql`select 1 as n` });
const otherCount = metric('other_count', sum(other.n), { title: 'Other' });

describe('the module kit', () => {
  it('gives a relation its columns as properties that know where they belong', () => {
    expect(costs.amount).toMatchObject({ kind: 'money', unit: 'USD', places: 2, name: 'amount', relation: 'costs' });
    expect(vehicleMonth.month).toMatchObject({ kind: 'period', relation: 'vehicle_month', name: 'month' });
    expect(costs.unit.refersTo).toMatchObject({ relation: 'vehicles', name: 'unit' });
  });

  it('takes the lineage of a model from its SQL', () => {
    const query = declared(vehicleMonth).sql;
    expect(readsOf(query!).map((r) => declared(r).name)).toEqual(['costs', 'vehicles']);
    expect(renderSql(query!)).toContain('sum("amount") as cost from "costs" join "vehicles"');
  });

  it('carries unit and places from the column to the metric', () => {
    expect(cost).toMatchObject({ unit: 'USD', places: 2, result: 'money', relation: 'vehicle_month' });
    expect(costPerKm).toMatchObject({ result: 'ratio', expression: { op: 'ratio' } });
    expect(minus(cost, cost)).toMatchObject({ expression: { op: 'minus' }, result: 'money', unit: 'USD' });
    expect(minus(count(vehicleMonth.unit), distance)).toMatchObject({ result: 'decimal', places: 6 });
  });

  it('declares a department as one value', () => {
    const fleet = defineModule('fleet', {
      title: 'Fleet',
      icon: 'VehicleTruckProfile',
      datasets: [vehicles],
      sources: [costs],
      models: [vehicleMonth],
      metrics: [cost, distance, costPerKm],
      dashboards: [
        dashboard('Fleet cost', {
          period: vehicleMonth.month,
          filters: [vehicleMonth.unit],
          rows: [
            [kpi(costPerKm), kpi(cost)],
            [line(costPerKm, { over: vehicleMonth.month, by: vehicleMonth.unit })],
            [bar(cost, { by: vehicleMonth.unit }), table([cost, distance], { by: vehicleMonth.unit })],
          ],
        }),
      ],
      roles: { viewer: [may('view'), read(vehicles)], clerk: [write(vehicles)] },
    });
    expect(fleet.dashboards[0]?.rows.flat().map((t) => t.id)).toEqual([
      'kpi-cost-per-km',
      'kpi-cost',
      'line-cost-per-km-unit',
      'bar-cost-unit',
      'table-cost-distance-unit',
    ]);
    expect(fleet.roles['clerk']).toEqual([{ actions: ['view', 'create', 'edit'], on: ['vehicles'] }]);
  });
});

/** Never called: each line must be refused by the compiler, or the type check fails. */
export function refusedByTheCompiler(): void {
  // @ts-expect-error a key that is not a field
  dataset('a', { title: 'A', key: ['nope'], fields: { unit: text() } });
  // @ts-expect-error a grain that names no column
  model('b', { title: 'B', kind: 'fact', grain: ['nope'], columns: { n: integer() }, sql: sql`select 1` });
  // @ts-expect-error summing text
  sum(costs.voucher);
  // @ts-expect-error a line over a category
  line(cost, { over: vehicleMonth.unit });
  // @ts-expect-error a bare string inside sql
  sql`select * from ${'costs'}`;
  // @ts-expect-error a ratio of metrics from two models
  ratio(cost, otherCount);
  // @ts-expect-error a difference of metrics from two models
  minus(cost, otherCount);
  // @ts-expect-error a value that the choice does not have
  is(vehicles.depot, 'West');
  // @ts-expect-error the last value over something that is not a time
  last(vehicleMonth.cost, { over: vehicleMonth.unit });
  // @ts-expect-error a legacy total over text
  dataset('c', { title: 'C', key: ['unit'], fields: { unit: text() }, legacy: { csv: 'c.csv', totals: ['unit'] } });
  // @ts-expect-error a dashboard period that is not a period
  dashboard('D', { period: costs.amount, rows: [] });
  // @ts-expect-error an action that does not exist
  may('delete');
  // @ts-expect-error the smallest of text
  min(costs.voucher);
  // @ts-expect-error a sum of metrics from two models
  plus(cost, otherCount);
  // @ts-expect-error the last value over a time of another model
  last(vehicleMonth.cost, { over: costs.month });
  // @ts-expect-error a column that no such relation has
  count(costs.nope);
  // @ts-expect-error a bar for each amount
  bar(cost, { by: vehicleMonth.cost });
  // @ts-expect-error parts of a bar that are amounts
  stackedBar(cost, { by: vehicleMonth.month, stack: vehicleMonth.km });
  // @ts-expect-error a filter over amounts
  dashboard('F', { filters: [vehicleMonth.cost], rows: [] });
  // @ts-expect-error a statement whose accounts are amounts
  statement('S', { actual: cost, budget: cost, section: vehicleMonth.unit, by: vehicleMonth.cost, lines: [] });
  // @ts-expect-error a total of text
  check.sameTotal(costs.voucher, 'cost');
  // @ts-expect-error a relation by its name instead of itself
  read('vehicles');
  // @ts-expect-error a reference by name
  ref('vehicles.unit');
  // @ts-expect-error a kind of model that does not exist
  model('g', { title: 'G', kind: 'view', grain: ['n'], columns: { n: integer() }, sql: sql`select 1` });
  // @ts-expect-error a legacy column for a field that is none
  dataset('h', { title: 'H', key: ['unit'], fields: { unit: text() }, legacy: { csv: 'h.csv', map: { nope: 'Nope' } } });
  // @ts-expect-error a drill to text
  model('i', { title: 'I', kind: 'summary', grain: ['n'], columns: { n: integer() }, sql: sql`select 1`, drill: { n: costs.voucher } });
  // @ts-expect-error a drill from a measure that is not a column
  model('e', { title: 'E', kind: 'summary', grain: ['n'], columns: { n: integer() }, sql: sql`select 1`, drill: { nope: costs.amount } });
}
