import { makeStyles, tokens } from '@fluentui/react-components';

const useStyles = makeStyles({
  card: {
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM}`,
    backgroundColor: tokens.colorNeutralBackground1,
    color: tokens.colorNeutralForeground1,
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    borderRadius: tokens.borderRadiusMedium,
    boxShadow: tokens.shadow8,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    whiteSpace: 'nowrap',
  },
  heading: { fontWeight: tokens.fontWeightSemibold },
  lines: { display: 'grid', gridTemplateColumns: 'auto 1fr', columnGap: tokens.spacingHorizontalM },
  value: { textAlign: 'right', fontVariantNumeric: 'tabular-nums' },
});

/** The exact figures at one place of a chart. */
export function ChartTooltip({ heading, lines }: { heading: string; lines: readonly { title: string; value: string }[] }) {
  const styles = useStyles();
  return (
    <div className={styles.card}>
      <div className={styles.heading}>{heading}</div>
      <div className={styles.lines}>
        {lines.map(({ title, value }) => (
          <span key={title} style={{ display: 'contents' }}>
            <span>{title}</span>
            <span className={styles.value}>{value}</span>
          </span>
        ))}
      </div>
    </div>
  );
}
