import { Link } from '@fluentui/react-components';
import { useHref, useNavigate } from 'react-router';
import type { RunView } from '#core/contract';
import { formatDuration, formatMoment } from '../../kit/dates';
import { type PlainColumn, PlainTable } from '../../kit/plain-table';
import { messages } from '../../shell/messages';
import { StateBadge } from './state-badge';

const COLUMNS: readonly PlainColumn[] = [
  { name: 'requested', title: messages.runs.requested },
  { name: 'state', title: messages.runs.state },
  { name: 'by', title: messages.runs.by },
  { name: 'took', title: messages.runs.took, figure: true },
  { name: 'load', title: messages.runs.load, figure: true },
  { name: 'reason', title: messages.runs.reason, wraps: true },
];

export const startedBy = ({ startedBy }: RunView): string => (startedBy === 'nightly' ? messages.runs.nightly : startedBy);

/** Runs, newest first; each opens its page. */
export function RunsTable({ module, runs }: { module: string; runs: readonly RunView[] }) {
  const rows = runs.map((run) => ({
    id: run.id,
    cells: [
      <RunLink key="link" module={module} run={run} />,
      <StateBadge key="state" state={run.state} />,
      startedBy(run),
      formatDuration(run.startedAt, run.finishedAt),
      run.load ?? '',
      run.reason ?? '',
    ],
  }));
  return <PlainTable caption={messages.runs.title} columns={COLUMNS} rows={rows} />;
}

function RunLink({ module, run }: { module: string; run: RunView }) {
  const navigate = useNavigate();
  const to = `/${module}/runs/${run.id}`;
  const href = useHref(to);
  const when = formatMoment(run.requestedAt);
  return (
    <Link
      href={href}
      aria-label={messages.runs.open(when)}
      onClick={(event) => {
        event.preventDefault();
        void navigate(to);
      }}
    >
      {when}
    </Link>
  );
}
