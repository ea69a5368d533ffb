import { useEffect, useState } from 'react';

/** True once `waiting` has lasted longer than `milliseconds`: what is fast shows no sign of waiting at all. */
export function useSlow(waiting: boolean, milliseconds = 300): boolean {
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    if (!waiting) return setSlow(false);
    const timer = setTimeout(() => setSlow(true), milliseconds);
    return () => clearTimeout(timer);
  }, [waiting, milliseconds]);
  return waiting && slow;
}
