import type { JobStateName, QueueCounts } from '#core/contract';
import { formatStretch } from '../../kit/ages';
import { CountTile, CountTiles } from '../../kit/count-tile';
import { formatCount } from '../../kit/figures';
import { messages } from './messages';
import { HELD } from './state-look';
import { useJobFilters } from './use-job-filters';

/** How the queue stands, five figures; each shows its jobs. */
export function StateTiles({ counts: { totals, oldestSeconds } }: { counts: QueueCounts }) {
  const { means, states, held } = messages;
  const ready = oldestSeconds === undefined ? means.ready : messages.oldest(formatStretch(oldestSeconds * 1000));
  return (
    <CountTiles>
      <StateTile title={states.running} shows={['running']} count={totals.running} means={means.running} />
      <StateTile title={states.ready} shows={['ready']} count={totals.ready} means={ready} />
      <StateTile title={states.delayed} shows={['delayed']} count={totals.delayed} means={means.delayed} />
      <StateTile title={held} shows={HELD} count={totals.blocked + totals.waiting + totals.parked} means={means.held} />
      <StateTile title={states.dead} shows={['dead']} count={totals.dead} means={means.dead} bad={totals.dead > 0} />
    </CountTiles>
  );
}

interface Props {
  readonly title: string;
  readonly shows: readonly JobStateName[];
  readonly count: number;
  readonly means: string;
  readonly bad?: boolean;
}

function StateTile({ title, shows, count, means, bad = false }: Props) {
  const { addressOf } = useJobFilters();
  return <CountTile title={title} count={formatCount(count)} means={means} bad={bad} to={addressOf({ state: shows })} />;
}
