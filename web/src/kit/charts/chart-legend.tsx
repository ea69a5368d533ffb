import { makeStyles, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';

const useStyles = makeStyles({
  legend: {
    display: 'flex',
    flexWrap: 'wrap',
    columnGap: tokens.spacingHorizontalL,
    rowGap: tokens.spacingVerticalXXS,
    paddingBottom: tokens.spacingVerticalS,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    color: tokens.colorNeutralForeground2,
  },
  entry: { display: 'inline-flex', alignItems: 'center', gap: tokens.spacingHorizontalXS },
});

/** The names of the series, above the plot, where direct labels do not fit. */
export function ChartLegend({ entries }: { entries: readonly { id: string; title: string; swatch: ReactNode }[] }) {
  const styles = useStyles();
  return (
    <div className={styles.legend} aria-hidden>
      {entries.map(({ id, title, swatch }) => (
        <span key={id} className={styles.entry}>
          <svg width="20" height="12" aria-hidden="true" focusable="false">
            {swatch}
          </svg>
          {title}
        </span>
      ))}
    </div>
  );
}
