import { Button } from '@fluentui/react-components';
import { Pause16Regular, Play16Regular } from '@fluentui/react-icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { QueueRow } from '#core/contract';
import { pauseQueueMutation } from '../../api/jobs';
import { useNotify } from '../../shell/notifications';
import { useMayOperate } from '../../shell/operations';
import { useSayRefused } from '../../shell/say-refused';
import { messages } from './messages';

/** Stops a queue from starting jobs, and lets it start them again: each takes back the other, so neither asks first. */
export function PauseQueue({ queue: { name, title, paused } }: { queue: QueueRow }) {
  const may = useMayOperate();
  const notify = useNotify();
  const refused = useSayRefused();
  const pause = useMutation(pauseQueueMutation(name, useQueryClient()));
  if (!may) return null;
  const done = () => notify({ intent: 'success', title: paused ? messages.resumedNow(title) : messages.pausedNow(title) });
  return (
    <Button
      size="small"
      appearance={paused ? 'primary' : 'subtle'}
      disabledFocusable={pause.isPending}
      icon={paused ? <Play16Regular /> : <Pause16Regular />}
      aria-label={paused ? messages.resumeQueue(title) : messages.pauseQueue(title)}
      onClick={() => pause.mutate(!paused, { onSuccess: done, onError: refused })}
    >
      {paused ? messages.resume : messages.pause}
    </Button>
  );
}
