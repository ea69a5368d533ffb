import { Button, Text } from '@fluentui/react-components';
import { ArrowClockwise20Regular, DismissCircle20Regular, Edit20Regular } from '@fluentui/react-icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { JobDetail } from '#core/contract';
import { cancelJobMutation, hasEnded, replayJobMutation } from '../../api/jobs';
import { ConfirmDialog } from '../../kit/confirm-dialog';
import { useNotify } from '../../shell/notifications';
import { useMayOperate } from '../../shell/operations';
import { Reason } from './bulk-dialog';
import { EditAndReplay } from './edit-and-replay';
import { messages } from './messages';

/** What may be done to a job in its state; nothing for those who may only look. */
export function JobDeeds({ job }: { job: JobDetail }) {
  const [asked, setAsked] = useState<'replay' | 'edit' | 'cancel' | undefined>();
  const close = () => setAsked(undefined);
  if (!useMayOperate()) return null;
  return (
    <>
      {hasEnded(job.state) ? (
        <>
          {job.known ? (
            <Button icon={<Edit20Regular />} onClick={() => setAsked('edit')}>
              {messages.edit}
            </Button>
          ) : null}
          <Button appearance="primary" icon={<ArrowClockwise20Regular />} onClick={() => setAsked('replay')}>
            {messages.replay}
          </Button>
        </>
      ) : (
        <Button icon={<DismissCircle20Regular />} disabled={job.cancelling === true} onClick={() => setAsked('cancel')}>
          {job.cancelling ? messages.cancelling : messages.cancel}
        </Button>
      )}
      {asked === 'replay' ? <Replay job={job} onClose={close} /> : null}
      {asked === 'edit' ? <EditAndReplay job={job} onClose={close} /> : null}
      {asked === 'cancel' ? <Cancel job={job} onClose={close} /> : null}
    </>
  );
}

interface Props {
  readonly job: JobDetail;
  readonly onClose: () => void;
}

function Replay({ job: { id, title }, onClose }: Props) {
  const notify = useNotify();
  const replay = useMutation(replayJobMutation(id, useQueryClient()));
  const done = () => {
    notify({ intent: 'success', title: messages.replayed(messages.jobs('1')) });
    onClose();
  };
  return (
    <ConfirmDialog
      title={messages.replayTitle(messages.one.title(title, id))}
      confirm={messages.replayTitle(messages.jobs('1'))}
      working={messages.working}
      pending={replay.isPending}
      error={replay.error}
      onConfirm={() => replay.mutate(undefined, { onSuccess: done })}
      onClose={onClose}
    >
      <Text>{messages.replaySays('', true)}</Text>
    </ConfirmDialog>
  );
}

function Cancel({ job: { id, title, state, children }, onClose }: Props) {
  const notify = useNotify();
  const [reason, setReason] = useState('');
  const cancel = useMutation(cancelJobMutation(id, useQueryClient()));
  const done = (after: JobDetail) => {
    notify({ intent: 'success', title: after.state === 'running' ? messages.one.cancelAsked : messages.cancelledOne });
    onClose();
  };
  return (
    <ConfirmDialog
      title={messages.cancelTitle(messages.one.title(title, id))}
      confirm={messages.cancelTitle(messages.jobs('1'))}
      working={messages.working}
      pending={cancel.isPending}
      error={cancel.error}
      onConfirm={() => cancel.mutate(reason.trim() || undefined, { onSuccess: done })}
      onClose={onClose}
    >
      <Text>{state === 'running' ? messages.cancelRunning : messages.cancelWaiting}</Text>
      {children.length > 0 ? <Text>{messages.cancelChildren(true)}</Text> : null}
      <Reason value={reason} onChange={setReason} />
    </ConfirmDialog>
  );
}
