import { Dropdown, Input, Label, Option } from '@fluentui/react-components';
import { type FormEvent, useId } from 'react';
import type { FilterView, JobConditions, JobStateName, QueueRow } from '#core/contract';
import { FilterBar } from '../../kit/filter-bar';
import { useChoiceStyles } from '../../kit/filter-choice';
import { messages as shell } from '../../shell/messages';
import { messages } from './messages';

const ALL = '';

const STATES: FilterView = {
  name: 'state',
  title: messages.filterState,
  control: 'choice',
  values: Object.keys(messages.states),
  initial: [],
};

interface Props {
  readonly where: JobConditions;
  readonly queues: readonly QueueRow[];
  readonly onChoose: (name: string, values: readonly string[]) => void;
  readonly onClear: () => void;
}

/** Which jobs are listed: by state, by queue, by key. */
export function JobFilters({ where: { state = [], name, key }, queues, onChoose, onClear }: Props) {
  const chosen = { ...(state.length > 0 ? { state: [...state] } : {}), ...(name ? { name: [name] } : {}), ...(key ? { key: [key] } : {}) };
  return (
    <FilterBar filters={[STATES]} chosen={chosen} onChoose={onChoose} onClear={onClear} words={stateWord}>
      <QueueFilter name={name ?? ALL} queues={queues} onChoose={onChoose} />
      <KeyFilter key={key ?? ''} value={key ?? ''} onChoose={onChoose} />
    </FilterBar>
  );
}

const stateWord = (_: string, value: string): string => messages.states[value as JobStateName];

type Chooses = Pick<Props, 'onChoose'>;

function QueueFilter({ name, queues, onChoose }: { name: string; queues: readonly QueueRow[] } & Chooses) {
  const styles = useChoiceStyles();
  const id = useId();
  const title = queues.find((queue) => queue.name === name)?.title ?? name;
  return (
    <div className={styles.choice}>
      <Label id={id} className={styles.label}>
        {messages.filterQueue}
      </Label>
      <Dropdown
        aria-labelledby={id}
        className={styles.dropdown}
        value={name === ALL ? shell.filters.all : title}
        selectedOptions={[name]}
        listbox={{ className: styles.list }}
        onOptionSelect={(_, { optionValue }) => onChoose('name', optionValue ? [optionValue] : [])}
      >
        <Option value={ALL}>{shell.filters.all}</Option>
        {queues.map((queue) => (
          <Option key={queue.name} value={queue.name}>
            {queue.title}
          </Option>
        ))}
      </Dropdown>
    </div>
  );
}

/** The key is typed, and taken with Enter or on leaving the field. */
function KeyFilter({ value, onChoose }: { value: string } & Chooses) {
  const styles = useChoiceStyles();
  const id = useId();
  const take = (typed: string) => typed.trim() !== value && onChoose('key', typed.trim() ? [typed.trim()] : []);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    take(String(new FormData(event.currentTarget).get('key') ?? ''));
  };
  return (
    <form className={styles.choice} onSubmit={submit}>
      <Label htmlFor={id} className={styles.label}>
        {messages.filterKey}
      </Label>
      <Input
        id={id}
        name="key"
        className={styles.dropdown}
        defaultValue={value}
        placeholder={messages.keyHint}
        autoComplete="off"
        spellCheck={false}
        onBlur={({ target }) => take(target.value)}
      />
    </form>
  );
}
