import { MessageBar, MessageBarBody, MessageBarTitle } from '@fluentui/react-components';
import { problemOf } from '../api/problem';
import { messages } from '../shell/messages';
import { formatClock } from './dates';

/** Over a page that follows what happens: since when it cannot, and why. */
export function LostBar({ answeredAt, error }: { answeredAt: number; error: unknown }) {
  if (!error || answeredAt === 0) return null;
  const { message, remedy } = problemOf(error);
  return (
    <MessageBar intent="warning" layout="multiline">
      <MessageBarBody>
        <MessageBarTitle>{messages.live.lostTitle(formatClock(answeredAt))}</MessageBarTitle> {[message, remedy].filter(Boolean).join(' ')}
      </MessageBarBody>
    </MessageBar>
  );
}
