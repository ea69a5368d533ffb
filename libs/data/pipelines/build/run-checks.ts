import type { Cell, RunCheckView } from '#core/contract';
import type { Build } from '#data/warehouse';
import { checkBroken } from '../errors.js';
import type { PlannedCheck } from './checks.js';

/** How many faults are shown. All are counted. */
const EXAMPLES = 5;
const COUNT = 'faults in all';

/** Runs one check over what was built. Throws when its query itself is refused. */
export async function runCheck(build: Pick<Build, 'rows'>, check: PlannedCheck): Promise<RunCheckView> {
  const { model, title, severity } = check;
  const rows = await build
    .rows(`select count(*) over () as "${COUNT}", * from (\n${check.faults}\n) order by all limit ${EXAMPLES}`)
    .catch((error: unknown) => {
      throw checkBroken(model, title, error);
    });
  const faults = Number(rows[0]?.[COUNT] ?? 0);
  const detail = faults === 0 ? {} : { detail: shown(rows, faults) };
  return { model, title, severity, passed: faults === 0, faults, ...detail };
}

/** 'account 4000, rows 3; account 4010, rows 2 and 7 more' */
function shown(rows: readonly Record<string, Cell>[], faults: number): string {
  const examples = rows.map((row) =>
    Object.entries(row)
      .filter(([name]) => name !== COUNT)
      .map(([name, value]) => `${name} ${value ?? '(empty)'}`)
      .join(', '),
  );
  return examples.join('; ') + (faults > rows.length ? ` and ${faults - rows.length} more` : '');
}
