import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import type { CSSProperties } from 'react';
import type { DashboardView, TileView } from '#core/contract';
import type { Lens } from '../../api/dashboards';
import type { Drill } from '../../kit/drill-target';
import { usePageStyles } from '../../kit/page-styles';
import { DashboardTile } from './dashboard-tile';

const useStyles = makeStyles({
  row: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalL },
  place: { minWidth: 'min(100%, 340px)', flex: '1 1 420px' },
  kpi: {
    minWidth: 0,
    // One pixel less than its share, so that rounding never sends the last one to a row of its own.
    flex: `1 1 calc((100% - (var(--columns) - 1) * ${tokens.spacingHorizontalL}) / var(--columns) - 1px)`,
    '--columns': 'var(--wide)',
    '@media (min-width: 900px) and (max-width: 1279px)': { '--columns': 'var(--middle)' },
    '@media (min-width: 640px) and (max-width: 899px)': { '--columns': 'var(--narrow)' },
    '@media (min-width: 400px) and (max-width: 639px)': { '--columns': '2' },
    '@media (max-width: 399px)': { '--columns': '1' },
  },
  whole: { flexBasis: '100%', minWidth: 0 },
});

/** How many small tiles stand side by side, from the widest window down: halves and thirds rather than a lonely last one. */
const columnsFor = (count: number): CSSProperties =>
  ({ '--wide': count, '--middle': count > 4 ? 3 : count, '--narrow': count > 4 ? 3 : 2 }) as CSSProperties;

interface Props {
  readonly view: DashboardView;
  readonly lens: Lens;
  readonly onDrill: Drill;
  readonly onClear: () => void;
}

/** The tiles in their rows; a row folds as the window narrows and always fills its width. */
export function TileGrid({ view, lens, onDrill, onClear }: Props) {
  const [page, styles] = [usePageStyles(), useStyles()];
  const sizes: Partial<Record<TileView['tile'], string>> = { kpi: styles.kpi, statement: styles.whole };
  return (
    <div className={page.body}>
      {view.rows.map((row) => (
        <div key={row.map(({ id }) => id).join(' ')} className={styles.row} style={columnsFor(row.length)}>
          {row.map((tile) => (
            <div key={tile.id} className={mergeClasses(styles.place, sizes[tile.tile])}>
              <DashboardTile {...{ view, tile, lens, onDrill, onClear }} />
            </div>
          ))}
        </div>
      ))}
    </div>
  );
}
