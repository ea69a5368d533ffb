import { describe as declared, type RelationSpec } from '#core/kit';
import { relationsOf } from '#platform/registry';
import { star } from '../../../test/support/sales-star.js';
import { closestFirst } from './closest.js';
import { compile } from './compile.js';

const vocabulary = { module: star, relations: relationsOf(star), tableOf: (relation: RelationSpec) => relation.name };

describe('compile', () => {
  it('adds up by the keys, then joins the dimension and adds up again; values are bound', () => {
    const { sql, parameters } = compile(vocabulary, {
      metrics: ['toys'],
      by: ['region'],
      where: { year: [2025], channel: ['online'] },
      limit: 5,
    });
    expect(sql).toBe(`with r0_keys as (select t."shop" as k0, t."product" as k1, sum(t."amount")::DECIMAL(18,2) as a0 from sales t\
 where t."period" in (select f."period" from periods f where f."year" in ($2::BIGINT)) and t."channel" in ($3) group by 1, 2),
r0 as (select j0."region" as d0, sum(k.a0) filter (where j1."category" in ($1))::DECIMAL(18,2) as m0 from r0_keys k\
 left join shops j0 on j0."shop" = k.k0 left join products j1 on j1."product" = k.k1 group by 1)
select d0, m0 as "toys" from r0
where m0 is not null
order by 1 asc nulls last
limit 6`);
    expect(parameters).toEqual(['Toys', '2025', 'online']);
  });

  it('adds up once what several metrics share', () => {
    const { sql } = compile(vocabulary, { metrics: ['revenue', 'margin', 'margin_percent', 'toys'] });
    expect(sql.match(/sum\(t\./g)).toHaveLength(2);
  });

  it('puts figures of several relations side by side instead of joining their rows', () => {
    const { sql } = compile(vocabulary, { metrics: ['revenue', 'stock_held'], by: ['period'] });
    expect(sql).toContain('from sales t');
    expect(sql).toContain('from stock t');
    expect(sql).toContain('union all by name');
    expect(sql).not.toMatch(/ join (sales|stock)\b/);
  });

  it('gives the same text for the same question', () => {
    const query = { metrics: ['toy_shops', 'toy_stock'], by: ['year', 'brand'], where: { category: ['Tools'] } };
    expect(compile(vocabulary, query)).toEqual(compile(vocabulary, structuredClone(query)));
  });

  it('never asks the engine for more than one row beyond the limit', () => {
    expect(compile(vocabulary, { metrics: ['revenue'] }).sql).toMatch(/limit 10001$/);
  });
});

it('the names most like a wrong one come first', () => {
  expect(closestFirst('revnue', ['cost', 'stock_held', 'revenue'])[0]).toBe('revenue');
  expect(closestFirst('margin', ['price', 'margin_percent'])[0]).toBe('margin_percent');
  expect(star.models.map((m) => declared(m).name)).toContain('sales');
});
