/** Log lines for a person at a terminal. Elsewhere (a service, a file, a pipe) they stay the JSON that they are. */

/** What Nest tells while it starts: every module, every route. */
const startUpTalk = new Set(['NestFactory', 'InstanceLoader', 'RoutesResolver', 'RouterExplorer', 'NestApplication']);
const known = new Set(['level', 'time', 'pid', 'msg', 'context', 'err', 'stack']);

/** @param {string} program @param {string} line @returns {string | undefined} nothing for a line that is of no use here */
export function readable(program, line) {
  const entry = parse(line);
  if (!entry) return `${program.padEnd(7)} ${line}`;
  if (entry.level === 'info' && startUpTalk.has(entry.context)) return undefined;
  const time = new Date(entry.time).toTimeString().slice(0, 8);
  const level = entry.level === 'info' ? '' : `${String(entry.level).toUpperCase()} `;
  const fields = Object.entries(entry).filter(([name]) => !known.has(name));
  const details = fields.map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`);
  const stack = entry.err?.stack ?? entry.stack;
  return [`${time} ${program.padEnd(7)} ${level}${entry.msg ?? ''}`, ...details].join('  ') + (stack ? `\n${stack}` : '');
}

/** @param {string} line */
function parse(line) {
  if (!line.startsWith('{')) return undefined;
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
