import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import type { DashboardView, TileView } from '#core/contract';
import type { Lens } from '../../api/dashboards';
import type { Drill } from '../../kit/drill-target';
import { usePageStyles } from '../../kit/page-styles';
import { DashboardTile } from './dashboard-tile';

const useStyles = makeStyles({
  row: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalL },
  place: { minWidth: 'min(100%, 340px)', flex: '1 1 420px' },
  kpi: { minWidth: 'min(100%, 176px)', flex: '1 1 176px' },
  whole: { flexBasis: '100%', minWidth: 0 },
});

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
        <div key={row.map(({ id }) => id).join(' ')} className={styles.row}>
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
