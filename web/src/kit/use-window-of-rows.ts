import { useVirtualizer } from '@tanstack/react-virtual';
import type { RefObject } from 'react';

const ROW_HEIGHT = 34;
const DRAWN_WHOLE_UP_TO = 200;

/** Which rows are drawn: all of a short table, those in view of a long one, with the height of what is left out. */
export function useWindowOfRows(count: number, box: RefObject<HTMLElement | null>) {
  const virtual = useVirtualizer({
    count,
    enabled: count > DRAWN_WHOLE_UP_TO,
    getScrollElement: () => box.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
  });
  if (count <= DRAWN_WHOLE_UP_TO) return { from: 0, to: count, before: 0, after: 0 };
  const items = virtual.getVirtualItems();
  const [first, last] = [items[0], items.at(-1)];
  if (!first || !last) return { from: 0, to: Math.min(count, 30), before: 0, after: Math.max(0, count - 30) * ROW_HEIGHT };
  return { from: first.index, to: last.index + 1, before: first.start, after: virtual.getTotalSize() - last.end };
}
