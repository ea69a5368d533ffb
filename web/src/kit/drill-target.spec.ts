import type { ResultColumn, TileResult, TileView } from '#core/contract';
import { leadsToRows, targetOfCell, targetOfTile } from './drill-target';

const branch: ResultColumn = { name: 'branch', title: 'Branch', kind: 'text', role: 'dimension' };
const revenue: ResultColumn = { name: 'revenue', title: 'Revenue', kind: 'money', role: 'metric', drill: { metric: 'revenue' } };
const percent: ResultColumn = {
  name: 'percent',
  title: 'Margin %',
  kind: 'ratio',
  role: 'metric',
  parts: [
    { metric: 'margin', title: 'Margin' },
    { metric: 'revenue', title: 'Revenue' },
  ],
};
const change: ResultColumn = { name: 'revenue:change', title: 'Change', kind: 'money', role: 'metric' };
const result = {
  columns: [branch, revenue, percent, change],
  rows: [
    ['Other', '5.00', '0.5', '1.00'],
    ['Other', '7.00', null, '2.00'],
  ],
  rest: true,
  where: { period: ['2026-02'] },
} as unknown as TileResult;
const [named = [], rest = []] = result.rows;
const where = { period: ['2026-02'], branch: ['Other'] };

describe('what a figure drills to', () => {
  it('is its metric under the conditions of the tile and of its row', () => {
    expect(targetOfCell(result, revenue, named)).toEqual({ title: 'Revenue', metric: 'revenue', where, shown: '5.00' });
  });

  it('is, for a ratio, the figures that it divides', () => {
    expect(targetOfCell(result, percent, named)).toMatchObject({
      title: 'Margin %',
      shown: '0.5',
      parts: [
        { title: 'Margin', metric: 'margin', where },
        { title: 'Revenue', metric: 'revenue', where },
      ],
    });
  });

  it('is nothing for the row of what is left over, whatever its name, and for figures that no rows stand behind', () => {
    expect(targetOfCell(result, revenue, rest)).toBeUndefined();
    expect(targetOfCell(result, change, named)).toBeUndefined();
    expect(leadsToRows(result)).toBe(true);
    expect(leadsToRows({ ...result, columns: [branch, change] })).toBe(false);
  });

  it('is, for a tile, its first metric', () => {
    const tile = { metrics: [{ name: 'revenue' }] } as unknown as TileView;
    const kpi = { ...result, kpi: { value: '12.00' } } as unknown as TileResult;
    expect(targetOfTile(tile, kpi)).toEqual({ title: 'Revenue', metric: 'revenue', where: result.where, shown: '12.00' });
  });
});
