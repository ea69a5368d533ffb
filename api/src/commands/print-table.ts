/** A cell is at most so wide; the whole is in the JSON. */
const WIDEST = 60;

/** Rows under a head, in columns as wide as they need to be; figures stand to the right. */
export function printTable(head: readonly string[], rows: readonly (readonly (string | number | undefined)[])[]): string {
  if (rows.length === 0) return 'None.\n';
  const cells = rows.map((row) => row.map(cellOf));
  const widths = head.map((title, column) => Math.max(title.length, ...cells.map((row) => row[column]?.length ?? 0)));
  const isFigure = head.map((_, column) => rows.every((row) => row[column] === undefined || typeof row[column] === 'number'));
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => (isFigure[column] ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0)))
      .join('  ')
      .trimEnd();
  return `${[line(head), line(widths.map((width) => '-'.repeat(width))), ...cells.map(line)].join('\n')}\n`;
}

/** One line of it: a reason may hold a whole statement. */
function cellOf(value: string | number | undefined): string {
  const text = String(value ?? '').replaceAll(/\s+/g, ' ');
  return text.length > WIDEST ? `${text.slice(0, WIDEST - 1)}…` : text;
}

/** What a script parses. */
export const printJson = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
