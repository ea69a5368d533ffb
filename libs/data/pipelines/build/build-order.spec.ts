import { type AnyRelation, csv, dataset, integer, model, source, sql } from '#core/kit';
import { buildOrder, datasetsRead } from './build-order.js';

const columns = { n: integer() };
const shape = { title: 'T', kind: 'dimension' as const, grain: ['n' as const], columns };
const rows = source('rows', { title: 'Rows', from: csv('r.csv'), fields: columns });
const typed = dataset('typed', { title: 'Typed', key: ['n'], fields: columns });
const first = model('first', { ...shape, sql: sql`select * from ${rows} union select * from ${typed}` });
const second = model('second', { ...shape, sql: sql`select * from ${first}` });
const third = model('third', { ...shape, sql: sql`select * from ${second} join ${first} using (n)` });
const alone = model('alone', { ...shape, sql: sql`select 1 as n` });

describe('the order of models', () => {
  it('puts each after those it reads, and else keeps the declared one', () => {
    const names = (models: AnyRelation[]) => buildOrder({ models }).map((spec) => spec.name);
    expect(names([third, alone, second, first])).toEqual(['first', 'second', 'third', 'alone']);
    expect(names([alone, first, second, third])).toEqual(['alone', 'first', 'second', 'third']);
  });

  it('knows the datasets that models read', () => {
    expect(datasetsRead([second, first]).map((spec) => spec.name)).toEqual(['typed']);
  });
});
