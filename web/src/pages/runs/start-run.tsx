import { Button, makeStyles, Spinner } from '@fluentui/react-components';
import { Play20Regular } from '@fluentui/react-icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { problemOf } from '../../api/problem';
import { startRunMutation } from '../../api/runs';
import { messages } from '../../shell/messages';
import { useNotify } from '../../shell/notifications';

const useStyles = makeStyles({ button: { whiteSpace: 'nowrap', flexShrink: 0 } });

/** Starts a run and goes to its page, where it can be followed. */
export function StartRun({ module }: { module: string }) {
  const navigate = useNavigate();
  const notify = useNotify();
  const start = useMutation(startRunMutation(module, useQueryClient()));
  const run = () =>
    start.mutate(undefined, {
      onSuccess: ({ id }) => void navigate(`/${module}/runs/${id}`),
      onError: (error) => {
        const { message, remedy } = problemOf(error);
        notify({ intent: 'error', title: messages.problem.title, body: [message, remedy].filter(Boolean).join(' ') });
      },
    });
  return (
    <Button
      className={useStyles().button}
      appearance="primary"
      disabled={start.isPending}
      icon={start.isPending ? <Spinner size="tiny" /> : <Play20Regular />}
      onClick={run}
    >
      {start.isPending ? messages.runs.starting : messages.runs.start}
    </Button>
  );
}
