/** What was measured, as a table that a person reads. */

/** @typedef {{ what: string, cpu?: string, wall?: string, more?: string, goal?: string, met?: boolean }} Line */

export class Report {
  /** @type {(Line | string)[]} */
  #lines = [];

  /** @param {string} title */
  section(title) {
    this.#lines.push(title);
  }

  /** @param {Line} line `goal` and `met` only where there is a goal */
  add(line) {
    this.#lines.push(line);
  }

  /** The whole table, and how many goals were met. */
  toString() {
    const head = ['', 'CPU', 'wall', 'more', 'goal', ''];
    const rows = this.#lines.map((line) => (typeof line === 'string' ? line : cellsOf(line)));
    const widths = head.map((title, i) => Math.max(title.length, ...rows.map((row) => (typeof row === 'string' ? 0 : row[i].length))));
    const show = (row) =>
      row
        .map((cell, i) => (i === 0 || i > 2 ? cell.padEnd(widths[i]) : cell.padStart(widths[i])))
        .join('  ')
        .trimEnd();
    const body = rows.map((row) => (typeof row === 'string' ? `\n${row}` : show(row)));
    return [show(head), ...body, '', this.#verdict()].join('\n');
  }

  #verdict() {
    const goals = this.#lines.filter((line) => typeof line !== 'string' && line.met !== undefined);
    const met = goals.filter((line) => typeof line !== 'string' && line.met);
    return `${met.length} of ${goals.length} goals met.`;
  }
}

/** @param {Line} line */
const cellsOf = ({ what, cpu = '', wall = '', more = '', goal = '', met }) => [
  `  ${what}`,
  cpu,
  wall,
  more,
  goal,
  met === undefined ? '' : met ? 'met' : 'MISSED',
];

/** Milliseconds, with as many digits as say something. @param {number} value */
export const ms = (value) => `${value < 10 ? value.toFixed(2) : value < 100 ? value.toFixed(1) : Math.round(value)} ms`;
/**
 * The event loop's delay, and how much of the time its thread waited for a core that others (or the engine's threads) had.
 * @param {{ loopP99: number, waited: number }} cost
 */
export const loop = ({ loopP99, waited }) => (Number.isNaN(loopP99) ? '' : `, loop p99 ${ms(loopP99)}${waitedText(waited)}`);
/** @param {number} waited */
export const waitedText = (waited) => (waited < 0.02 ? '' : `, ${Math.round(waited * 100)} % waiting for a core`);

/** @param {number} value */
export const mb = (value) => (Number.isNaN(value) ? 'n/a' : `${Math.round(value)} MB`);
/** @param {number} value */
export const times = (value) => `x ${value.toFixed(2)}`;
