import { Button, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { Dismiss16Regular, Filter16Regular } from '@fluentui/react-icons';
import { type ReactNode, useState } from 'react';
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
  /** Values as people read them, where they are not words by themselves. */
  readonly words?: ((filter: string, value: string) => string) | undefined;
  /** A filter of another kind, after the others. */
  readonly children?: ReactNode;
}

/** Period first, then the dimensions, then Clear. On a narrow window all but the first fold away behind a button. */
export function FilterBar({ filters, chosen, onChoose, onClear, words, children }: Props) {
  const styles = useStyles();
  const [open, setOpen] = useState(false);
  if (filters.length === 0) return null;
  const [first, ...rest] = [...filters].sort((a, b) => Number(b.control === 'period') - Number(a.control === 'period'));
  const active = Object.keys(chosen).length;
  const restActive = Object.keys(chosen).filter((name) => name !== first?.name).length;
  const folded = mergeClasses(styles.rest, !open && styles.folded);
  return (
    <search className={styles.bar} aria-label={messages.filters.region}>
      {first ? <FilterChoice filter={first} chosen={valuesOf(chosen, first)} onChoose={onChoose} words={words} /> : null}
      {rest.length > 0 || children ? (
        <Button className={styles.toggle} icon={<Filter16Regular />} aria-expanded={open} onClick={() => setOpen(!open)}>
          {messages.filters.toggle(restActive)}
        </Button>
      ) : null}
      {rest.map((filter) => (
        <div key={filter.name} className={folded}>
          <FilterChoice filter={filter} chosen={valuesOf(chosen, filter)} onChoose={onChoose} words={words} />
        </div>
      ))}
      {children ? <div className={folded}>{children}</div> : null}
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
