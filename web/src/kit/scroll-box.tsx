import type { CSSProperties, ReactNode, Ref } from 'react';
import { useTableStyles } from './table-styles';

interface Props {
  readonly caption: string;
  readonly maxHeight?: CSSProperties['maxHeight'];
  readonly ref?: Ref<HTMLElement>;
  readonly children: ReactNode;
}

/** A table's own window: it scrolls inside, so that the page never does so sideways. Reached by keyboard, to scroll it. */
export function ScrollBox({ caption, maxHeight, ref, children }: Props) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: without it a person without a mouse cannot scroll the table
    <section ref={ref} className={useTableStyles().box} style={{ maxHeight }} aria-label={caption} tabIndex={0}>
      {children}
    </section>
  );
}
