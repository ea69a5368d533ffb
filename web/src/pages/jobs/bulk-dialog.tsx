import { Field, Input, ProgressBar, Text } from '@fluentui/react-components';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { JobSelection } from '#core/contract';
import { type Bulk, bulkMutation, type Deed, previewQuery } from '../../api/jobs';
import { ConfirmDialog } from '../../kit/confirm-dialog';
import { formatCount } from '../../kit/figures';
import { useNotify } from '../../shell/notifications';
import { messages } from './messages';

export interface BulkAsk {
  readonly deed: Deed;
  readonly selection: JobSelection;
  /** The one state they are in, in lower case, where it is one. */
  readonly state?: string | undefined;
}

interface Props extends BulkAsk {
  readonly onClose: () => void;
  /** After it was done. */
  readonly onDone: () => void;
}

/** Says how many jobs it would be, asks, does it, and says what became of them. */
export function BulkDialog({ deed, selection, state, onClose, onDone }: Props) {
  const [reason, setReason] = useState('');
  const preview = useQuery(previewQuery(deed, selection));
  const { run, far, isPending, error } = useBulk(deed, onDone);
  const count = (preview.data?.done ?? 0) + (preview.data?.left ?? 0);
  const jobs = messages.jobs(formatCount(count), state);
  const title = (deed === 'replay' ? messages.replayTitle : messages.cancelTitle)(preview.data ? jobs : messages.someJobs);
  return (
    <ConfirmDialog
      title={title}
      confirm={title}
      working={messages.doneOf(formatCount(far), formatCount(count))}
      pending={isPending}
      disabled={count === 0}
      error={preview.error ?? error}
      onConfirm={() => run({ selection, most: count, reason: reason.trim() || undefined })}
      onClose={onClose}
    >
      {preview.isPending ? <ProgressBar aria-label={messages.counting} /> : null}
      {preview.data ? <WhatHappens deed={deed} jobs={jobs} count={count} skipped={preview.data.skipped} /> : null}
      {deed === 'cancel' && count > 0 ? <Reason value={reason} onChange={setReason} /> : null}
      {isPending && count > 0 ? <ProgressBar value={far / count} aria-label={messages.working} /> : null}
    </ConfirmDialog>
  );
}

/** Does it to all of them, telling how far it is; at the end a toast says what became of them. */
function useBulk(deed: Deed, onDone: () => void) {
  const notify = useNotify();
  const [far, setFar] = useState(0);
  const { mutate, isPending, error } = useMutation(bulkMutation(deed, useQueryClient()));
  const done = ({ done, skipped }: { done: number; skipped: number }) => {
    const became = messages.jobs(formatCount(done));
    notify({
      intent: 'success',
      title: deed === 'replay' ? messages.replayed(became) : messages.cancelled(became),
      body: skipped > 0 ? messages.skipped(formatCount(skipped)) : undefined,
    });
    onDone();
  };
  const run = (bulk: Omit<Bulk, 'told'>) => mutate({ ...bulk, told: setFar }, { onSuccess: done });
  return { run, far, isPending, error };
}

function WhatHappens({ deed, jobs, count, skipped }: { deed: Deed; jobs: string; count: number; skipped: number }) {
  if (count === 0) return <Text>{messages.nothing}</Text>;
  return (
    <>
      <Text>{deed === 'replay' ? messages.replaySays(jobs, count === 1) : messages.cancelSays(count === 1)}</Text>
      {deed === 'cancel' ? <Text>{messages.cancelChildren(count === 1)}</Text> : null}
      {skipped > 0 ? <Text>{messages.skips(formatCount(skipped))}</Text> : null}
    </>
  );
}

/** Why they are cancelled: kept with each. */
export function Reason({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  return (
    <Field label={messages.reason} hint={messages.reasonHint}>
      <Input value={value} maxLength={500} onChange={(_, data) => onChange(data.value)} />
    </Field>
  );
}
