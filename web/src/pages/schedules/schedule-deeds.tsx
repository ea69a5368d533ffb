import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { Pause16Regular, Play16Regular, Timer16Regular } from '@fluentui/react-icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ScheduleRow } from '#core/contract';
import { pauseScheduleMutation, runScheduleMutation } from '../../api/schedules';
import { formatUntil } from '../../kit/ages';
import { useNotify } from '../../shell/notifications';
import { useMayOperate } from '../../shell/operations';
import { useSayRefused } from '../../shell/say-refused';
import { messages } from './messages';

const useStyles = makeStyles({ deeds: { display: 'flex', gap: tokens.spacingHorizontalS, marginLeft: 'auto' } });

/** Run it now, stop it or let it go on by the clock: nothing is lost by any of these, so none asks first. */
export function ScheduleDeeds({ schedule: { name, title, paused, next }, now }: { schedule: ScheduleRow; now: number }) {
  const styles = useStyles();
  const may = useMayOperate();
  const notify = useNotify();
  const refused = useSayRefused();
  const client = useQueryClient();
  const run = useMutation(runScheduleMutation(name, client));
  const pause = useMutation(pauseScheduleMutation(name, client));
  if (!may) return null;
  const started = () => notify({ intent: 'success', title: messages.started(title), body: messages.startedBody });
  const until = next[0] ? formatUntil(next[0], now) : '';
  const switched = () => notify({ intent: 'success', title: paused ? messages.resumedNow(title, until) : messages.pausedNow(title) });
  return (
    <div className={styles.deeds}>
      <Button
        size="small"
        icon={<Play16Regular />}
        disabledFocusable={run.isPending}
        aria-label={messages.runNowOf(title)}
        onClick={() => run.mutate(undefined, { onSuccess: started, onError: refused })}
      >
        {run.isPending ? messages.running : messages.runNow}
      </Button>
      <Button
        size="small"
        appearance={paused ? 'primary' : 'secondary'}
        icon={paused ? <Timer16Regular /> : <Pause16Regular />}
        disabledFocusable={pause.isPending}
        aria-label={paused ? messages.resumeOf(title) : messages.pauseOf(title)}
        onClick={() => pause.mutate(!paused, { onSuccess: switched, onError: refused })}
      >
        {paused ? messages.resume : messages.pause}
      </Button>
    </div>
  );
}
