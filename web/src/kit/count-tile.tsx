import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { RouteLink } from './route-link';

const NARROW = '@media (max-width: 479px)';

const useStyles = makeStyles({
  row: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(168px, 1fr))',
    gap: tokens.spacingHorizontalL,
    [NARROW]: { gridTemplateColumns: 'repeat(auto-fit, minmax(132px, 1fr))', gap: tokens.spacingHorizontalM },
  },
  tile: {
    display: 'flex',
    flexDirection: 'column',
    padding: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalL}`,
    [NARROW]: { padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM}` },
    backgroundColor: tokens.colorNeutralBackground1,
    borderRadius: tokens.borderRadiusXLarge,
    border: `1px solid ${tokens.colorTransparentStroke}`,
    boxShadow: tokens.shadow2,
    color: tokens.colorNeutralForeground1,
  },
  link: {
    textDecorationLine: 'none',
    ':hover': { backgroundColor: tokens.colorNeutralBackground1Hover, color: tokens.colorNeutralForeground1, textDecorationLine: 'none' },
    ':active': { color: tokens.colorNeutralForeground1, textDecorationLine: 'none' },
    ':hover:active': { color: tokens.colorNeutralForeground1, textDecorationLine: 'none' },
  },
  title: { fontWeight: tokens.fontWeightSemibold, lineHeight: tokens.lineHeightBase300 },
  count: {
    fontSize: tokens.fontSizeHero700,
    lineHeight: tokens.lineHeightHero700,
    whiteSpace: 'nowrap',
    [NARROW]: { fontSize: tokens.fontSizeBase500, lineHeight: tokens.lineHeightBase500 },
    fontWeight: tokens.fontWeightSemibold,
    fontVariantNumeric: 'tabular-nums',
  },
  bad: { color: tokens.colorStatusDangerForeground1 },
  means: { color: tokens.colorNeutralForeground2, fontSize: tokens.fontSizeBase200, lineHeight: tokens.lineHeightBase200 },
});

/** Small tiles side by side, as many as fit. */
export function CountTiles({ children }: { children: ReactNode }) {
  return <div className={useStyles().row}>{children}</div>;
}

interface Props {
  readonly title: string;
  /** Written as people read it. */
  readonly count: string;
  readonly means: string;
  readonly bad?: boolean;
  /** Where what is counted is listed. */
  readonly to?: string;
}

/** One count, large, with what it means; it may lead to what it counts. */
export function CountTile({ title, count, means, bad = false, to }: Props) {
  const styles = useStyles();
  const words = (
    <>
      <span className={styles.title}>{title}</span> <span className={mergeClasses(styles.count, bad && styles.bad)}>{count}</span>{' '}
      <span className={styles.means}>{means}</span>
    </>
  );
  if (to === undefined) return <div className={styles.tile}>{words}</div>;
  return (
    <RouteLink to={to} className={mergeClasses(styles.tile, styles.link)}>
      {words}
    </RouteLink>
  );
}
