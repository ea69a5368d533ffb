import { useMutation } from '@tanstack/react-query';
import type { ExportQuery } from '#core/contract';
import { exportMutation } from '../../api/exports';
import { problemOf } from '../../api/problem';
import { messages } from '../../shell/messages';
import { useNotify } from '../../shell/notifications';
import { useMe } from '../../shell/session-gate';

/**
 * Takes figures away as a file and says in a toast how it went; undefined for a person who may not.
 * To be used where the page stays: what closes when it is clicked, as a menu does, hears nothing of the end.
 */
export function useExport(module: string): ((query: ExportQuery) => void) | undefined {
  const mayExport = useMe()
    .modules.find(({ id }) => id === module)
    ?.actions.includes('export');
  const notify = useNotify();
  const { mutate } = useMutation(exportMutation(module));
  if (!mayExport) return undefined;
  return (query) =>
    mutate(query, {
      onSuccess: (file) => notify({ intent: 'success', title: messages.tile.exported(file) }),
      onError: (error) => {
        const { message, remedy, requestId } = problemOf(error);
        const body = [message, remedy, requestId && messages.problem.requestId(requestId)].filter(Boolean).join(' ');
        notify({ intent: 'error', title: messages.tile.exportFailed, body });
      },
    });
}
