import { check, csv, dataset, integer, model, money, ref, source, sql } from '#core/kit';
import { planChecks } from './checks.js';

const rows = source('rows', { title: 'Rows', from: csv('r.csv'), fields: { n: integer(), amount: money('USD') } });
const people = dataset('people', { title: 'People', key: ['n'], fields: { n: integer() } });
const shape = { title: 'T', kind: 'fact' as const, grain: ['n' as const] };

describe('the checks of a module', () => {
  it('include what its columns promise, without being asked for', () => {
    const plain = model('plain', { ...shape, columns: { n: integer() }, sql: sql`select n from ${rows}` });
    expect(planChecks({ sources: [rows], models: [plain], datasets: [] }).map(({ title }) => title)).toEqual([
      'One row for each n',
      'n is never empty',
    ]);
  });

  it('warn of rows that Jupiter does not keep yet, instead of passing over them', () => {
    const reader = model('reader', {
      ...shape,
      columns: { n: ref(people.n), amount: money('USD', { optional: true }) },
      sql: sql`select n, null as amount from ${people}`,
      checks: [check.sameTotal(rows.amount, 'amount')],
    });
    const planned = planChecks({ sources: [rows], models: [reader], datasets: [people] });
    expect(planned.filter(({ severity }) => severity === 'warn').map(({ model: of, title }) => [of, title])).toEqual([
      ['people', 'Models read none of its rows: Jupiter does not keep them yet'],
      ['reader', 'Not compared with people: it has no rows yet'],
    ]);
    expect(planned.map(({ title }) => title)).toContain('amount adds up to rows.amount');
  });
});
