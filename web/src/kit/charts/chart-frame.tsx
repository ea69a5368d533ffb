import { makeStyles } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { type Size, useSize } from '../use-size';

const useStyles = makeStyles({
  chart: { display: 'flex', flexDirection: 'column', flexGrow: 1, minWidth: 0 },
  plot: { position: 'relative', flexGrow: 1, minWidth: 0, overflow: 'hidden' },
  drawing: { position: 'absolute', inset: 0 },
});

interface Props {
  /** The chart in one sentence, for people who cannot see it. */
  readonly label: string;
  /** The least height in which the drawing reads well, in pixels. */
  readonly height: number;
  /** What stands above the drawing once the width is known. */
  readonly legend?: (width: number) => ReactNode;
  readonly children: (size: Size) => ReactNode;
}

/** A chart as tall as its tile and at least `height`; the drawing follows the size of its frame, never the other way round. */
export function ChartFrame({ label, height, legend, children }: Props) {
  const styles = useStyles();
  const [ref, size] = useSize<HTMLDivElement>();
  return (
    <div className={styles.chart} role="img" aria-label={label}>
      {size.width > 0 ? legend?.(size.width) : null}
      <div ref={ref} className={styles.plot} style={{ minHeight: height }}>
        <div className={styles.drawing}>{size.width > 0 ? children(size) : null}</div>
      </div>
    </div>
  );
}
