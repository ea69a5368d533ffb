import { printTable } from './print-table.js';

describe('a table on the command line', () => {
  it('is as wide as its longest cell, with figures to the right', () => {
    expect(
      printTable(
        ['name', 'jobs'],
        [
          ['run', 7],
          ['mail', 1200],
        ],
      ),
    ).toBe(['name  jobs', '----  ----', 'run      7', 'mail  1200', ''].join('\n'));
  });

  it('keeps a row on its line, and says when there is none', () => {
    const [, , row] = printTable(['reason'], [[`first\nsecond ${'x'.repeat(100)}`]]).split('\n');
    expect([row?.startsWith('first second x'), row?.length, row?.at(-1)]).toEqual([true, 60, '…']);
    expect(printTable(['reason'], [])).toBe('None.\n');
  });
});
