import { useEffect, useState } from 'react';

/** Gives the focus back to where it was before this part of the page opened, once it is closed; where that is gone, to the page. */
export function useReturnFocus(): void {
  const [from] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      requestAnimationFrame(() => {
        const back = from instanceof HTMLElement && from.isConnected ? from : document.getElementById('content');
        back?.focus({ preventScroll: back !== from });
      });
    },
    [from],
  );
}
