import { Badge, Button, makeStyles, Text, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import type { QueueCounts, QueueRow } from '#core/contract';
import { formatStretch } from '../../kit/ages';
import { formatCount } from '../../kit/figures';
import { RouteLink } from '../../kit/route-link';
import { StateView } from '../../shell/problem-view';
import { DepthBar } from './depth-bar';
import { messages } from './messages';
import { PauseQueue } from './pause-queue';
import { DEPTH } from './state-look';
import { useJobFilters } from './use-job-filters';

const NARROW = '@media (max-width: 767px)';

const useStyles = makeStyles({
  list: { listStyleType: 'none', margin: 0, padding: 0 },
  queue: {
    display: 'grid',
    gridTemplateColumns: 'minmax(160px, 1fr) minmax(0, 3fr) 168px 104px',
    gridTemplateAreas: '"name depth oldest steer"',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalL,
    padding: `${tokens.spacingVerticalS} 0`,
    borderTop: `1px solid ${tokens.colorNeutralStroke3}`,
    ':first-child': { borderTop: 'none' },
    [NARROW]: {
      gridTemplateColumns: 'minmax(0, 1fr) auto',
      gridTemplateAreas: '"name steer" "depth depth" "oldest oldest"',
      rowGap: tokens.spacingVerticalXS,
    },
  },
  name: { gridArea: 'name', minWidth: 0, display: 'flex', flexWrap: 'wrap', alignItems: 'center', columnGap: tokens.spacingHorizontalS },
  depth: { gridArea: 'depth', minWidth: 0 },
  oldest: {
    gridArea: 'oldest',
    textAlign: 'right',
    fontVariantNumeric: 'tabular-nums',
    color: tokens.colorNeutralForeground2,
    [NARROW]: { textAlign: 'left' },
  },
  steer: { gridArea: 'steer', justifySelf: 'end' },
  more: { marginLeft: `calc(-1 * ${tokens.spacingHorizontalS})` },
  quiet: { color: tokens.colorNeutralForeground2 },
});

const isIdle = ({ paused, states }: QueueRow): boolean => !paused && DEPTH.every((state) => states[state] === 0);

/** Each queue that has something to do, or does not do it; the idle ones when asked for. */
export function QueueList({ counts: { queues } }: { counts: QueueCounts }) {
  const styles = useStyles();
  const [all, setAll] = useState(false);
  const idle = queues.filter(isIdle);
  const busy = queues.filter((queue) => !isIdle(queue));
  const shown = all ? [...busy, ...idle] : busy;
  const n = formatCount(idle.length);
  return (
    <>
      {shown.length === 0 ? <StateView title={messages.nothingToDo}>{messages.allIdle}</StateView> : null}
      <ul className={styles.list}>
        {shown.map((queue) => (
          <QueueLine key={queue.name} queue={queue} />
        ))}
      </ul>
      {idle.length > 0 ? (
        <div className={styles.more}>
          <Button size="small" appearance="subtle" aria-expanded={all} onClick={() => setAll(!all)}>
            {all ? messages.hideIdle : messages.showIdle(n)}
          </Button>
        </div>
      ) : null}
    </>
  );
}

function QueueLine({ queue }: { queue: QueueRow }) {
  const styles = useStyles();
  const { addressOf } = useJobFilters();
  const { name, title, paused, oldestSeconds } = queue;
  return (
    <li className={styles.queue}>
      <span className={styles.name}>
        <RouteLink to={addressOf({ name: [name] })}>{title}</RouteLink>
        {paused ? (
          <Badge appearance="tint" color="warning">
            {messages.paused}
          </Badge>
        ) : null}
      </span>
      <div className={styles.depth}>
        {isIdle(queue) ? <Text className={styles.quiet}>{messages.idleQueue}</Text> : <DepthBar queue={queue} />}
      </div>
      <Text size={200} className={styles.oldest}>
        {oldestSeconds === undefined ? '' : messages.oldest(formatStretch(oldestSeconds * 1000))}
      </Text>
      <div className={styles.steer}>
        <PauseQueue queue={queue} />
      </div>
    </li>
  );
}
