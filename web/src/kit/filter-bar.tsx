import { Button, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { Dismiss16Regular, Filter16Regular } from '@fluentui/react-icons';
import { useState } from 'react';
import type { Filters, FilterView } from '#core/contract';
import { messages } from '../shell/messages';
import { FilterChoice } from './filter-choice';

const NARROW = '@media (max-width: 639px)';

const useStyles = makeStyles({
  bar: {
    position: 'sticky',
    top: 0,
    zIndex: 10,
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalL,
    rowGap: tokens.spacingVerticalS,
    padding: `${tokens.spacingVerticalS} var(--page-edge)`,
    [NARROW]: { columnGap: tokens.spacingHorizontalS },
    backgroundColor: tokens.colorNeutralBackground3,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
    '@media print': { position: 'static' },
  },
  rest: { display: 'contents' },
  folded: { [NARROW]: { display: 'none' } },
  toggle: { display: 'none', [NARROW]: { display: 'inline-flex', minHeight: '40px' } },
});

interface Props {
  readonly filters: readonly FilterView[];
  /** What is chosen, by filter; a filter that is absent is at its initial value. */
  readonly chosen: Filters;
  readonly onChoose: (name: string, values: readonly string[]) => void;
  readonly onClear: () => void;
}

/** Period first, then the dimensions, then Clear. On a narrow window all but the first fold away behind a button. */
export function FilterBar({ filters, chosen, onChoose, onClear }: Props) {
  const styles = useStyles();
  const [open, setOpen] = useState(false);
  if (filters.length === 0) return null;
  const [first, ...rest] = [...filters].sort((a, b) => Number(b.control === 'period') - Number(a.control === 'period'));
  const active = Object.keys(chosen).length;
  const restActive = rest.filter(({ name }) => chosen[name]).length;
  return (
    <search className={styles.bar} aria-label={messages.filters.region}>
      {first ? <FilterChoice filter={first} chosen={valuesOf(chosen, first)} onChoose={onChoose} /> : null}
      {rest.length > 0 ? (
        <Button className={styles.toggle} icon={<Filter16Regular />} aria-expanded={open} onClick={() => setOpen(!open)}>
          {messages.filters.toggle(restActive)}
        </Button>
      ) : null}
      {rest.map((filter) => (
        <div key={filter.name} className={mergeClasses(styles.rest, !open && styles.folded)}>
          <FilterChoice filter={filter} chosen={valuesOf(chosen, filter)} onChoose={onChoose} />
        </div>
      ))}
      {active > 0 ? (
        <Button appearance="subtle" icon={<Dismiss16Regular />} onClick={onClear}>
          {messages.filters.clear}
        </Button>
      ) : null}
    </search>
  );
}

/** The values in force: what is chosen, else the initial ones. */
export const valuesOf = (chosen: Filters, { name, initial }: FilterView): string[] => {
  const own = chosen[name];
  return Array.isArray(own) ? own.map(String) : initial;
};
