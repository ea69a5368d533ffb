import { Field, makeStyles, Text, Textarea, tokens } from '@fluentui/react-components';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { JobDetail } from '#core/contract';
import { messageOf } from '#core/kernel';
import { replayJobMutation } from '../../api/jobs';
import { problemOf } from '../../api/problem';
import { ConfirmDialog } from '../../kit/confirm-dialog';
import { useNotify } from '../../shell/notifications';
import { messages } from './messages';

const useStyles = makeStyles({
  editor: { maxHeight: 'none' },
  text: {
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase300,
    height: 'min(360px, 40vh)',
    maxHeight: 'min(640px, 55vh)',
  },
});

/** Refusals that are about what was typed: said at the field. */
const OF_THE_FIELD = new Set(['queue.payload-does-not-fit', 'queue.payload-too-large']);

/** The payload as text to change; the server says at the field what does not fit. */
export function EditAndReplay({ job, onClose }: { job: JobDetail; onClose: () => void }) {
  const styles = useStyles();
  const { text, change, submit, says, isPending, error } = useEditedReplay(job, onClose);
  return (
    <ConfirmDialog
      wide
      title={messages.editor.title(job.title, job.id)}
      confirm={messages.editor.confirm}
      working={messages.working}
      pending={isPending}
      error={error}
      onConfirm={submit}
      onClose={onClose}
    >
      <Text>{messages.editor.says}</Text>
      <Field label={messages.editor.field} hint={messages.editor.hint} {...(says ? { validationMessage: says } : {})}>
        <Textarea
          className={styles.editor}
          textarea={{ className: styles.text }}
          resize="vertical"
          spellCheck={false}
          value={text}
          onChange={(_, { value }) => change(value)}
        />
      </Field>
    </ConfirmDialog>
  );
}

/** The text, the replay with it, and why it was refused: `says` at the field, `error` for all that is not about the text. */
function useEditedReplay({ id, payload }: JobDetail, onClose: () => void) {
  const notify = useNotify();
  const [text, setText] = useState(() => JSON.stringify(payload ?? null, null, 2));
  const [fault, setFault] = useState<string | undefined>();
  const { mutate, reset, isPending, error } = useMutation(replayJobMutation(id, useQueryClient()));
  const problem = error ? problemOf(error) : undefined;
  const ofText = problem && OF_THE_FIELD.has(problem.code) ? [problem.message, problem.remedy].filter(Boolean).join(' ') : undefined;
  const change = (value: string) => {
    setText(value);
    setFault(undefined);
    reset();
  };
  const done = () => {
    notify({ intent: 'success', title: messages.replayed(messages.jobs('1')) });
    onClose();
  };
  const submit = () => {
    const parsed = parse(text);
    if ('fault' in parsed) return setFault(messages.editor.notJson(parsed.fault));
    mutate(parsed, { onSuccess: done });
  };
  return { text, change, submit, says: fault ?? ofText, isPending, error: ofText === undefined ? error : undefined };
}

function parse(text: string): { payload: unknown } | { fault: string } {
  try {
    return { payload: JSON.parse(text) as unknown };
  } catch (error) {
    return { fault: messageOf(error) };
  }
}
