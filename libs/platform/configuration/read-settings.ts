import type { Environment } from './environment.js';
import type { Fault } from './errors.js';
import { FILES_PREFIX, SETTINGS, type Setting, type Values } from './settings.js';

const TABLE: Readonly<Record<string, Setting<unknown>>> = SETTINGS;

/** Reads the whole table and finds every fault, also names that no setting has. Empty texts count as not set. */
export function readSettings(environment: Environment): { values: Values; faults: Fault[] } {
  const faults = misspelt(environment);
  const values: Record<string, unknown> = {};
  for (const [name, setting] of Object.entries(TABLE)) {
    const text = environment[name]?.trim() || setting.default;
    if (text === undefined) continue;
    const parsed = setting.kind.schema.safeParse(text);
    if (parsed.success) values[name] = parsed.data;
    else faults.push(wrongValue(name, setting, text));
  }
  return { values: values as unknown as Values, faults };
}

function wrongValue(name: string, setting: Setting<unknown>, text: string): Fault {
  return {
    setting: name,
    message: setting.secret ? 'the value is not usable.' : `'${text}' is not usable.`,
    remedy: `Set it to ${setting.kind.expects}.`,
  };
}

/** A setting spelt wrongly would silently keep its default. */
function misspelt(environment: Environment): Fault[] {
  return Object.keys(environment)
    .filter(
      (name) => name.startsWith('JUPITER_') && !(name in TABLE) && !name.startsWith(FILES_PREFIX) && !name.startsWith('JUPITER_TEST_'),
    )
    .map((name) => ({ setting: name, message: 'there is no such setting.', remedy: `Did you mean ${nearest(name)}? Else remove it.` }));
}

function nearest(name: string): string {
  const scored = Object.keys(TABLE).map((known) => ({ known, distance: editDistance(name, known) }));
  return scored.reduce((best, next) => (next.distance < best.distance ? next : best)).known;
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replace = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next[j] = Math.min(replace, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1);
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
