import { useCallback } from 'react';
import { problemOf } from '../api/problem';
import { messages } from './messages';
import { useNotify } from './notifications';

/** Says in a toast why a deed was refused and what to do, where no field or dialog does. */
export function useSayRefused(): (error: unknown) => void {
  const notify = useNotify();
  return useCallback(
    (error: unknown) => {
      const { message, remedy } = problemOf(error);
      notify({ intent: 'error', title: messages.problem.title, body: [message, remedy].filter(Boolean).join(' ') });
    },
    [notify],
  );
}
