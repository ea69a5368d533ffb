import { makeStyles, tokens } from '@fluentui/react-components';
import type { WorkerRow } from '#core/contract';
import { formatStretch, formatUntil } from '../../kit/ages';
import { formatCount } from '../../kit/figures';
import { type PlainColumn, PlainTable } from '../../kit/plain-table';
import { MemoryBar } from './memory-bar';
import { messages } from './messages';
import { backsOff, Pulse } from './pulse';

const COLUMNS: readonly PlainColumn[] = [
  { name: 'process', title: messages.process },
  { name: 'heartbeat', title: messages.heartbeat },
  { name: 'memory', title: messages.memory },
  { name: 'running', title: messages.running, figure: true },
  { name: 'up', title: messages.up, figure: true },
  { name: 'restarts', title: messages.restarts, figure: true },
  { name: 'reason', title: messages.reason, wraps: true },
];

const ORDER = ['supervisor', 'executor', 'quarantine'] as const;

const useStyles = makeStyles({
  process: { whiteSpace: 'nowrap' },
  quiet: { color: tokens.colorNeutralForeground3, fontVariantNumeric: 'tabular-nums', marginLeft: tokens.spacingHorizontalXS },
});

/** The processes, the one that watches first. */
export function WorkersTable({ workers, now }: { workers: readonly WorkerRow[]; now: number }) {
  const sorted = [...workers].sort((a, b) => ORDER.indexOf(a.role) - ORDER.indexOf(b.role) || a.id.localeCompare(b.id));
  const rows = sorted.map((worker) => ({
    id: worker.id,
    cells: [
      <Process key="process" worker={worker} />,
      <Pulse key="heartbeat" worker={worker} now={now} />,
      worker.live ? <MemoryBar key="memory" worker={worker} /> : '',
      worker.role === 'supervisor' ? '' : formatCount(worker.running),
      worker.live ? formatStretch(now - Date.parse(worker.startedAt)) : '',
      formatCount(worker.restarts),
      whyOf(worker, now),
    ],
  }));
  return <PlainTable caption={messages.table} columns={COLUMNS} rows={rows} />;
}

function Process({ worker: { role, pid, host } }: { worker: WorkerRow }) {
  const styles = useStyles();
  return (
    <span className={styles.process} title={messages.on(host)}>
      {messages.roles[role]} <span className={styles.quiet}>{messages.pid(pid)}</span>
    </span>
  );
}

const whyOf = (worker: WorkerRow, now: number): string =>
  [
    worker.restarts > 0 ? worker.restartReason : undefined,
    backsOff(worker, now) && worker.backingOffUntil ? messages.again(formatUntil(worker.backingOffUntil, now)) : undefined,
  ]
    .filter(Boolean)
    .join(' ');
