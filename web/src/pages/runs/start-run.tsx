import { Button, makeStyles, Spinner } from '@fluentui/react-components';
import { Play20Regular } from '@fluentui/react-icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { startRunMutation } from '../../api/runs';
import { messages } from '../../shell/messages';
import { useSayRefused } from '../../shell/say-refused';

const useStyles = makeStyles({ button: { whiteSpace: 'nowrap', flexShrink: 0 } });

/** Starts a run and goes to its page, where it can be followed. */
export function StartRun({ module }: { module: string }) {
  const navigate = useNavigate();
  const refused = useSayRefused();
  const start = useMutation(startRunMutation(module, useQueryClient()));
  const run = () =>
    start.mutate(undefined, {
      onSuccess: ({ id }) => void navigate(`/${module}/runs/${id}`),
      onError: refused,
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
