/** What was measured, as tables that a person reads. */

/** Rows of cells, the first column to the left, the others to the right, a rule of spaces between. @param {string[][]} rows */
export function aligned(rows, leftColumns = [0]) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  const cell = (text, column) => (leftColumns.includes(column) ? text.padEnd(widths[column]) : text.padStart(widths[column]));
  return rows
    .map((row) =>
      row
        .map((text, column) => cell(text ?? '', column))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

const COLUMNS = ['enqueue 1', 'enqueue 100', 'bulk 1000', 'process 1', 'process 10', 'process 100'];

/**
 * @param {import('./contestants.mjs').Contestant[]} contestants
 * @param {import('./rounds.mjs').Rounds} rounds
 * @param {(contestant: import('./contestants.mjs').Contestant) => string | undefined} absence why it is not here, if so
 */
export function showFigures(contestants, rounds, absence) {
  const head = ['jobs/s', 'durable', ...COLUMNS, 'p50 ms', 'p99 ms', 'MB process + other', ''];
  const rows = contestants.map((contestant) => {
    const { name, durable, note = '' } = contestant;
    const absent = absence(contestant);
    const why = absent ? `not here: ${absent}` : rounds.failures.get(name) && `not wholly measured: ${rounds.failures.get(name)}`;
    const figures = rounds.figures.get(name) ?? {};
    const latency = [figures['p50'], figures['p99']].map((ms) => (ms === undefined ? '' : ms.toFixed(ms < 10 ? 2 : 1)));
    return [
      name,
      durable ? 'yes' : 'no',
      ...COLUMNS.map((column) => whole(figures[column])),
      ...latency,
      memory(figures),
      why?.split('\n')[0] ?? note,
    ];
  });
  return aligned([head, ...rows], [0, 1, head.length - 1]);
}

/** @param {number | undefined} value */
export const whole = (value) => (value === undefined || Number.isNaN(value) ? '' : Math.round(value).toLocaleString('en'));

/** @param {Record<string, number>} figures */
function memory({ memory: own, 'memory 2': other }) {
  if (own === undefined) return '';
  return `${Math.round(own)} + ${Math.round(other ?? 0)}`;
}
