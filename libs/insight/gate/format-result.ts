import type { Cell, GateResult, ResultColumn } from '#core/contract';

export type ResultFormat = 'table' | 'csv' | 'json';

/** A result as text, for people (`table`) and programs. Money and decimals keep all their digits; JSON holds them as strings. */
export function formatResult(result: GateResult, format: ResultFormat): string {
  switch (format) {
    case 'table':
      return tableOf(result);
    case 'csv':
      return csvOf(result);
    case 'json':
      return JSON.stringify(
        result.rows.map((row) => objectOf(result.columns, row)),
        null,
        2,
      );
  }
}

const objectOf = (columns: readonly ResultColumn[], row: readonly Cell[]): Record<string, Cell> =>
  Object.fromEntries(columns.map(({ name }, i) => [name, row[i] ?? null]));

function csvOf({ columns, rows }: GateResult): string {
  const lines = [columns.map((c) => c.name), ...rows.map((row) => row.map((cell) => (cell === null ? '' : String(cell))))];
  return lines.map((line) => line.map(csvCell).join(',')).join('\r\n');
}

const csvCell = (text: string): string => (/[",\r\n]/.test(text) || text !== text.trim() ? `"${text.replaceAll('"', '""')}"` : text);

function tableOf({ columns, rows, truncated, snapshot }: GateResult): string {
  const texts = rows.map((row) => row.map((cell) => (cell === null ? '' : String(cell).replaceAll(/\s/g, ' '))));
  const widths = columns.map((c, i) => Math.max(c.name.length, ...texts.map((row) => (row[i] ?? '').length)));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, i) => (columns[i]?.role === 'metric' ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0)))
      .join('  ')
      .trimEnd();
  return [
    line(columns.map((c) => c.name)),
    widths.map((width) => '-'.repeat(width)).join('  '),
    ...texts.map(line),
    '',
    foot(rows.length, truncated, snapshot),
  ].join('\n');
}

function foot(count: number, truncated: boolean, { load, publishedAt, stale }: GateResult['snapshot']): string {
  const rows = `${count} ${count === 1 ? 'row' : 'rows'}${truncated ? ' (more were cut off)' : ''}`;
  return `${rows}; load ${load} of ${publishedAt}${stale ? `; not newer because: ${stale.reason}` : ''}`;
}
