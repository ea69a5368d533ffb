import { Button, makeStyles, Text, tokens } from '@fluentui/react-components';
import { ArrowClockwise16Regular, Dismiss16Regular, DismissCircle16Regular } from '@fluentui/react-icons';
import { useState } from 'react';
import type { JobConditions, JobRow } from '#core/contract';
import { type Deed, hasEnded } from '../../api/jobs';
import { formatCount } from '../../kit/figures';
import { type BulkAsk, BulkDialog } from './bulk-dialog';
import { messages } from './messages';

const useStyles = makeStyles({
  bar: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalS, minHeight: '36px' },
  words: { color: tokens.colorNeutralForeground2, marginRight: tokens.spacingHorizontalS },
});

interface Props {
  readonly where: JobConditions;
  /** The jobs in sight. */
  readonly jobs: readonly JobRow[];
  readonly picked: ReadonlySet<string>;
  readonly onUnpick: () => void;
}

/** What can be done to the jobs that are picked, or, when none is, to all that the filters name. */
export function BulkBar({ where, jobs, picked, onUnpick }: Props) {
  const styles = useStyles();
  const [asked, setAsked] = useState<BulkAsk | undefined>();
  const some = picked.size > 0;
  const deeds = some ? deedsForPicked(jobs, picked) : deedsFor(where);
  const ask = (deed: Deed) =>
    setAsked({ deed, ...(some ? { selection: { ids: [...picked] } } : { selection: { where }, state: onlyState(where) }) });
  const done = () => {
    setAsked(undefined);
    onUnpick();
  };
  return (
    <div className={styles.bar}>
      <Text size={200} className={styles.words} role="status">
        {some ? messages.picked(formatCount(picked.size)) : messages.list}
      </Text>
      {deeds.map((deed) => (
        <DeedButton key={deed} deed={deed} all={!some} onAsk={() => ask(deed)} />
      ))}
      {some ? (
        <Button size="small" appearance="subtle" icon={<Dismiss16Regular />} onClick={onUnpick}>
          {messages.unpick}
        </Button>
      ) : null}
      {asked ? <BulkDialog {...asked} onClose={() => setAsked(undefined)} onDone={done} /> : null}
    </div>
  );
}

function DeedButton({ deed, all, onAsk }: { deed: Deed; all: boolean; onAsk: () => void }) {
  const replay = deed === 'replay';
  const words = replay ? (all ? messages.replayAll : messages.replayPicked) : all ? messages.cancelAll : messages.cancelPicked;
  return (
    <Button size="small" icon={replay ? <ArrowClockwise16Regular /> : <DismissCircle16Regular />} onClick={onAsk}>
      {words}
    </Button>
  );
}

/** What may be done to those that are picked: whatever fits one of them; the others are skipped, and counted. */
function deedsForPicked(jobs: readonly JobRow[], picked: ReadonlySet<string>): readonly Deed[] {
  const states = jobs.filter(({ id }) => picked.has(id)).map(({ state }) => state);
  const outOfSight = states.length < picked.size;
  const fits: Record<Deed, boolean> = { replay: states.some(hasEnded), cancel: !states.every(hasEnded) };
  return (['replay', 'cancel'] as const).filter((deed) => outOfSight || fits[deed]);
}

/** What may be done to all that the filters name: only when the states say so, for all of them alike. */
function deedsFor({ state = [] }: JobConditions): readonly Deed[] {
  if (state.length === 0) return [];
  if (state.every(hasEnded)) return ['replay'];
  return state.some(hasEnded) ? [] : ['cancel'];
}

const onlyState = ({ state = [] }: JobConditions): string | undefined =>
  state.length === 1 && state[0] ? messages.states[state[0]].toLowerCase() : undefined;
