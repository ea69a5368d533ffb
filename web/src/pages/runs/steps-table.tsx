import { Link, Text } from '@fluentui/react-components';
import type { RunStepView, RunView } from '#core/contract';
import { rejectsAddress } from '../../api/runs';
import { formatDuration } from '../../kit/dates';
import { formatCount } from '../../kit/figures';
import { type PlainColumn, PlainTable } from '../../kit/plain-table';
import { messages } from '../../shell/messages';
import { StateBadge } from './state-badge';

const COLUMNS: readonly PlainColumn[] = [
  { name: 'step', title: messages.runs.step },
  { name: 'state', title: messages.runs.state },
  { name: 'read', title: messages.runs.read, figure: true },
  { name: 'loaded', title: messages.runs.loaded, figure: true },
  { name: 'rejected', title: messages.runs.rejected, figure: true },
  { name: 'time', title: messages.runs.time, figure: true },
  { name: 'note', title: messages.runs.reason, wraps: true },
];

/** What a run does, step by step, with the rows that went in, came out and were rejected. */
export function StepsTable({ module, run }: { module: string; run: RunView }) {
  const rows = run.steps.map((step) => ({
    id: `${step.kind} ${step.name}`,
    cells: [
      nameOf(step),
      <StateBadge key="state" state={step.state} />,
      rowsOf(step.read),
      rowsOf(step.loaded),
      <Rejected key="rejected" module={module} run={run.id} step={step} />,
      formatDuration(step.startedAt, step.finishedAt),
      step.note ?? '',
    ],
  }));
  return <PlainTable caption={messages.runs.steps} columns={COLUMNS} rows={rows} />;
}

const nameOf = ({ kind, title }: RunStepView): string =>
  kind === 'source' || kind === 'model' ? `${messages.runs.kinds[kind]}: ${title}` : title;

const rowsOf = (rows: number | undefined): string => (rows === undefined ? '' : formatCount(rows));

/** The count of rejected rows; where there are any it downloads them, each with its line, column, value and reason. */
function Rejected({ module, run, step }: { module: string; run: string; step: RunStepView }) {
  if (!step.rejected || step.state === 'running') return <Text>{rowsOf(step.rejected)}</Text>;
  return (
    <Link
      href={rejectsAddress(module, run, step.name)}
      download
      aria-label={`${formatCount(step.rejected)}. ${messages.runs.download(step.title)}`}
    >
      {formatCount(step.rejected)}
    </Link>
  );
}
