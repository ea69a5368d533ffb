import { useEffect, useState } from 'react';

/** Gives the focus back to where it was before this part of the page opened, once it is closed. */
export function useReturnFocus(): void {
  const [from] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      if (from instanceof HTMLElement) requestAnimationFrame(() => from.focus());
    },
    [from],
  );
}
