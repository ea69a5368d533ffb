import { defineModule, integer, may, metric, model, sql, sum } from '#core/kit';
import { Registry } from '#platform/registry';
import { metricsOf, queryOf } from './parse-query.js';

const moduleNamed = (id: string, ...names: string[]) => {
  const rows = model('rows', {
    title: 'Rows',
    kind: 'fact',
    grain: ['n'],
    columns: { n: integer(), v: integer() },
    sql: sql`select 1 as n, 1 as v`,
  });
  const metrics = names.map((name) => metric(name, sum(rows.v), { title: name }));
  return defineModule(id, { title: id, icon: 'Money', models: [rows], metrics, roles: { viewer: [may('view')] } });
};
const registry = new Registry([moduleNamed('sales', 'revenue', 'cost'), moduleNamed('fleet', 'cost', 'km')]);

describe('a query on the command line', () => {
  it('finds a metric by its full name, or by its short one where only one module has it', () => {
    expect(metricsOf(registry, ['sales.revenue', 'sales.cost'])).toEqual({ module: 'sales', metrics: ['revenue', 'cost'] });
    expect(metricsOf(registry, ['km'])).toEqual({ module: 'fleet', metrics: ['km'] });
    expect(metricsOf(registry, ['sales.revenue,sales.cost']).metrics).toEqual(['revenue', 'cost']);
  });

  it('says what is known when a name is unknown, shared by modules, or of two modules', () => {
    expect(() => metricsOf(registry, ['profit'])).toThrow("There is no metric 'profit'.");
    expect(() => metricsOf(registry, ['cost'])).toThrow("Several modules have a metric 'cost'.");
    expect(() => metricsOf(registry, ['sales.revenue', 'fleet.km'])).toThrow('One query asks one module, not sales and fleet.');
    expect(() => metricsOf(registry, ['depot.km'])).toThrow("There is no module 'depot'.");
  });

  it('collects values of one dimension into a list and bounds into a range; a value may hold an equals sign', () => {
    const query = queryOf(['revenue'], {
      by: ['year,month', 'branch'],
      where: ['branch=North', 'branch=South', 'note=a=b'],
      from: ['year=2011'],
      to: ['year=2012'],
    });
    expect(query).toEqual({
      metrics: ['revenue'],
      by: ['year', 'month', 'branch'],
      where: { branch: ['North', 'South'], note: ['a=b'], year: { from: '2011', to: '2012' } },
      limit: 1_000_000,
    });
  });

  it('asks for every row unless told otherwise, and loses no filter whatever its name', () => {
    expect(queryOf(['revenue'], {}).limit).toBe(1_000_000);
    expect(queryOf(['revenue'], { limit: '5' }).limit).toBe(5);
    for (const option of ['where', 'from'] as const)
      expect(Object.keys(queryOf(['revenue'], { [option]: ['__proto__=x'] }).where ?? {})).toEqual(['__proto__']);
  });

  it('refuses an option that is not of its form, with an example', () => {
    expect(() => queryOf(['revenue'], { where: ['branch'] })).toThrow("'branch' after --where is not of the form dimension=value.");
    expect(() => queryOf(['revenue'], { where: ['year=1'], from: ['year=1'] })).toThrow("'year' is filtered by --where and by --from.");
    expect(() => queryOf(['revenue'], { order: ['revenue:down'] })).toThrow('does not say asc or desc');
    expect(() => queryOf(['revenue'], { limit: '0' })).toThrow('not a number from 1 to 1000000');
  });
});
