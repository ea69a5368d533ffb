import { makeStyles, tokens } from '@fluentui/react-components';
import type { Filter, Filters } from '#core/contract';
import { isPeriod, shiftPeriod } from '#core/kernel';
import { formatPeriod } from '../../kit/dates';
import { messages } from '../../shell/messages';

const useStyles = makeStyles({
  list: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: tokens.spacingHorizontalS,
    margin: `${tokens.spacingVerticalXS} 0 0`,
    padding: 0,
    listStyleType: 'none',
  },
  one: {
    padding: `2px ${tokens.spacingHorizontalS}`,
    borderRadius: tokens.borderRadiusMedium,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    color: tokens.colorNeutralForeground2,
  },
});

/** The conditions that a figure stands under, in words. */
export function Conditions({ where }: { where: Filters }) {
  const styles = useStyles();
  const conditions = Object.entries(where);
  if (conditions.length === 0) return null;
  return (
    <ul className={styles.list} aria-label={messages.drill.conditions}>
      {conditions.map(([name, filter]) => (
        <li key={name} className={styles.one}>
          {`${nameOf(name)}: ${spoken(filter)}`}
        </li>
      ))}
    </ul>
  );
}

/** 'account.statement_line' reads 'Statement line'. */
function nameOf(dimension: string): string {
  const words = (dimension.split('.').at(-1) ?? dimension).replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Periods in a row read better as their first and last. */
const isRun = (values: readonly (string | number)[]): boolean =>
  values.length > 2 && values.every((value, n) => isPeriod(String(value)) && (n === 0 || shiftPeriod(String(values[n - 1]), 1) === value));

function spoken(filter: Filter): string {
  if (Array.isArray(filter) && isRun(filter))
    return messages.drill.between(formatPeriod(String(filter[0])), formatPeriod(String(filter.at(-1))));
  if (Array.isArray(filter)) return filter.map((value) => formatPeriod(String(value))).join(', ');
  const [from, to] = [filter.from, filter.to].map((end) => (end === undefined ? undefined : formatPeriod(String(end))));
  if (from !== undefined && to !== undefined) return messages.drill.between(from, to);
  return from === undefined ? messages.drill.until(to ?? '') : messages.drill.from(from);
}
