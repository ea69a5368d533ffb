import { Dropdown, Label, makeStyles, Option, tokens } from '@fluentui/react-components';
import { useId } from 'react';
import type { FilterView } from '#core/contract';
import { messages } from '../shell/messages';
import { formatPeriod } from './dates';

/** How a filter looks in the bar: its name, then what is chosen. */
export const useChoiceStyles = makeStyles({
  choice: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalS, minWidth: 0 },
  label: { color: tokens.colorNeutralForeground2 },
  dropdown: {
    minWidth: '136px',
    maxWidth: '220px',
    '@media (max-width: 639px)': { minWidth: '104px' },
    '@media (pointer: coarse)': { minHeight: '44px' },
  },
  list: { maxHeight: '320px' },
});

interface Props {
  readonly filter: FilterView;
  readonly chosen: readonly string[];
  readonly onChoose: (name: string, values: readonly string[]) => void;
  readonly words?: ((filter: string, value: string) => string) | undefined;
}

/** One filter: one period, or any number of values. */
export function FilterChoice({ filter, chosen, onChoose, words }: Props) {
  const styles = useChoiceStyles();
  const id = useId();
  const { name, title, control, values } = filter;
  const spoken = (value: string) => words?.(name, value) ?? (control === 'period' ? formatPeriod(value) : value);
  return (
    <div className={styles.choice}>
      <Label id={id} className={styles.label}>
        {title}
      </Label>
      <Dropdown
        aria-labelledby={id}
        className={styles.dropdown}
        multiselect={control === 'choice'}
        value={summary(chosen, spoken)}
        selectedOptions={[...chosen]}
        listbox={{ className: styles.list }}
        onOptionSelect={(_, { selectedOptions }) => onChoose(name, selectedOptions)}
      >
        {values.map((value) => (
          <Option key={value} value={value}>
            {spoken(value)}
          </Option>
        ))}
      </Dropdown>
    </div>
  );
}

function summary(chosen: readonly string[], spoken: (value: string) => string): string {
  const [only] = chosen;
  if (only === undefined) return messages.filters.all;
  return chosen.length === 1 ? spoken(only) : messages.filters.some(chosen.length);
}
