import { useEffect } from 'react';
import { messages } from './messages';

/** Names the page in the browser's tab and history. */
export function useTitle(...parts: string[]): void {
  const title = messages.app.title(...parts);
  useEffect(() => {
    document.title = title;
  }, [title]);
}
