import { MessageBar, MessageBarBody, MessageBarTitle, ProgressBar, Text } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import type { JobDetail } from '#core/contract';
import { countsQuery, hasEnded } from '../../api/jobs';
import { formatStretch, formatUntil } from '../../kit/ages';
import { formatClock } from '../../kit/dates';
import { noteOf, tookOf } from './jobs-table';
import { messages } from './messages';

const INTENTS = { done: 'success', dead: 'error', cancelled: 'info', parked: 'warning' } as const;

/** How the job stands, in a sentence: what it does, waits for or failed of. */
export function JobStanding({ job, now }: { job: JobDetail; now: number }) {
  const words = sentenceOf(job, now);
  if (job.state === 'running') return <AtWork job={job} words={words} />;
  const intent = job.state in INTENTS ? INTENTS[job.state as keyof typeof INTENTS] : 'info';
  return (
    <>
      <MessageBar intent={intent} layout="multiline">
        <MessageBarBody>
          <MessageBarTitle>{words}</MessageBarTitle> {noteOf(job)}
        </MessageBarBody>
      </MessageBar>
      {hasEnded(job.state) ? null : <PausedBar job={job} />}
    </>
  );
}

function AtWork({ job, words }: { job: JobDetail; words: string }) {
  const { done, total } = job.progress ?? {};
  const note = noteOf(job);
  return (
    <div>
      <ProgressBar value={done !== undefined && total ? done / total : undefined} aria-label={note || words} thickness="large" />
      <Text size={200}>{[words, note].filter(Boolean).join(' ')}</Text>
    </div>
  );
}

/** The job may be fine and its queue not. */
function PausedBar({ job: { name, title } }: { job: JobDetail }) {
  const { data } = useQuery(countsQuery);
  if (!data?.queues.some((queue) => queue.name === name && queue.paused)) return null;
  return (
    <MessageBar intent="warning">
      <MessageBarBody>{messages.one.queuePaused(title)}</MessageBarBody>
    </MessageBar>
  );
}

function sentenceOf(job: JobDetail, now: number): string {
  const { state, startedAt, runAt, attempt, failures, key, cancelling } = job;
  const says = messages.now;
  switch (state) {
    case 'running':
      return cancelling ? says.cancelling : says.running(formatStretch(now - Date.parse(startedAt ?? runAt)), attempt);
    case 'delayed':
      return (failures > 0 ? says.retry : says.delayed)(formatUntil(runAt, now), formatClock(runAt));
    case 'blocked':
      return says.blocked(key ?? '');
    case 'done':
      return says.done(tookOf(job));
    case 'dead':
      return says.dead(failures);
    default:
      return says[state];
  }
}
