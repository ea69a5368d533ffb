import type { GateResult } from '#core/contract';
import { formatResult } from './format-result.js';

const result: GateResult = {
  columns: [
    { name: 'shop', title: 'Shop', kind: 'text', role: 'dimension' },
    { name: 'revenue', title: 'Revenue', kind: 'money', role: 'metric', unit: 'USD', places: 2 },
    { name: 'pieces', title: 'Pieces', kind: 'integer', role: 'metric' },
  ],
  rows: [
    ['North, "old"', '9007199254740993.10', 3],
    [null, '-0.05', null],
  ],
  truncated: false,
  snapshot: { load: 3, publishedAt: '2026-11-24T02:00:00.000Z' },
};

describe('a result as text', () => {
  it('is a list of objects by column name with exact amounts as JSON', () => {
    expect(JSON.parse(formatResult(result, 'json'))).toEqual([
      { shop: 'North, "old"', revenue: '9007199254740993.10', pieces: 3 },
      { shop: null, revenue: '-0.05', pieces: null },
    ]);
    expect(formatResult({ ...result, rows: [] }, 'json')).toBe('[]');
  });

  it('quotes what has to be quoted as CSV', () => {
    expect(formatResult(result, 'csv')).toBe('shop,revenue,pieces\r\n"North, ""old""",9007199254740993.10,3\r\n,-0.05,');
  });

  it('lines figures up on the right as a table and says which load they come from', () => {
    expect(formatResult({ ...result, truncated: true }, 'table').split('\n')).toEqual([
      'shop                      revenue  pieces',
      '------------  -------------------  ------',
      'North, "old"  9007199254740993.10       3',
      '                            -0.05',
      '',
      '2 rows (more were cut off); load 3 of 2026-11-24T02:00:00.000Z',
    ]);
  });
});
