import { makeStyles, mergeClasses, Text, Tooltip, tokens } from '@fluentui/react-components';
import {
  ArrowDown16Filled,
  ArrowUp16Filled,
  CheckmarkCircle16Regular,
  DismissCircle16Regular,
  Subtract16Filled,
} from '@fluentui/react-icons';
import type { KpiResult } from '#core/contract';
import { messages } from '../shell/messages';
import { withPeriods } from './dates';
import { type FigureFormat, formatAbbreviated, formatFigure, formatSize, isNegative, spokenFigure } from './figures';
import { Hidden } from './hidden';
import { Sparkline } from './sparkline';

const useStyles = makeStyles({
  kpi: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXS, flexGrow: 1 },
  value: {
    alignSelf: 'flex-start',
    margin: `0 0 0 calc(-1 * ${tokens.spacingHorizontalXS})`,
    padding: `0 ${tokens.spacingHorizontalXS}`,
    border: 'none',
    background: 'none',
    fontFamily: 'inherit',
    fontSize: tokens.fontSizeHero700,
    lineHeight: tokens.lineHeightHero700,
    fontWeight: tokens.fontWeightSemibold,
    fontVariantNumeric: 'tabular-nums',
    whiteSpace: 'nowrap',
    color: tokens.colorNeutralForeground1,
    borderRadius: tokens.borderRadiusMedium,
  },
  nothing: { color: tokens.colorNeutralForeground2, lineHeight: tokens.lineHeightHero700 },
  unit: {
    lineHeight: 1,
    marginLeft: tokens.spacingHorizontalXS,
    fontSize: tokens.fontSizeBase200,
    fontWeight: tokens.fontWeightRegular,
    color: tokens.colorNeutralForeground2,
  },
  button: {
    cursor: 'pointer',
    ':hover': {
      color: tokens.colorBrandForegroundLinkHover,
      textDecorationLine: 'underline',
      textDecorationThickness: '2px',
      textUnderlineOffset: '4px',
    },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}` },
  },
  change: {
    display: 'flex',
    alignItems: 'center',
    flexWrap: 'wrap',
    columnGap: tokens.spacingHorizontalXS,
    minHeight: '20px',
    fontVariantNumeric: 'tabular-nums',
  },
  arrow: { flexShrink: 0 },
  good: { color: tokens.colorStatusSuccessForeground1 },
  bad: { color: tokens.colorPaletteRedForeground1 },
  quiet: { color: tokens.colorNeutralForeground2 },
  goal: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalXS, color: tokens.colorNeutralForeground2 },
  trend: { marginTop: 'auto', paddingTop: tokens.spacingVerticalS },
});

interface Props {
  readonly kpi: KpiResult;
  readonly figure: FigureFormat;
  readonly title: string;
  readonly onDrill?: (() => void) | undefined;
}

/** One figure, large; what it changed by against a named base, its goal and its trend below. */
export function Kpi({ kpi, figure, title, onDrill }: Props) {
  const styles = useStyles();
  return (
    <div className={styles.kpi}>
      <Headline {...{ kpi, figure, title, onDrill }} />
      {kpi.against && kpi.value !== null ? <Change kpi={kpi} figure={figure} /> : null}
      {kpi.goal === undefined || kpi.value === null ? null : <Goal kpi={kpi} figure={figure} />}
      <div className={styles.trend}>
        <Sparkline trend={kpi.trend} figure={figure} />
      </div>
    </div>
  );
}

function Headline({ kpi, figure, title, onDrill }: Props) {
  const styles = useStyles();
  if (kpi.value === null) return <Text className={styles.nothing}>{messages.tile.noFigure}</Text>;
  const exact = spokenFigure(kpi.value, figure);
  const seen = (
    <span aria-hidden>
      {formatAbbreviated(kpi.value, figure)}
      <Unit>{figure.unit}</Unit>
    </span>
  );
  return (
    <Tooltip
      content={[formatFigure(kpi.value, figure), figure.unit].filter(Boolean).join(' ')}
      relationship="inaccessible"
      positioning="above-start"
    >
      {onDrill ? (
        <button type="button" className={mergeClasses(styles.value, styles.button)} onClick={onDrill}>
          {seen}
          <Hidden>{messages.tile.drill(`${title} ${exact}`)}</Hidden>
        </button>
      ) : (
        <span className={styles.value}>
          {seen}
          <Hidden>{exact}</Hidden>
        </span>
      )}
    </Tooltip>
  );
}

function Unit({ children }: { children: string | undefined }) {
  const styles = useStyles();
  return children ? <span className={styles.unit}>{children}</span> : null;
}

function Change({ kpi, figure }: { kpi: KpiResult; figure: FigureFormat }) {
  const styles = useStyles();
  if (kpi.change === null) {
    return <Text size={200} className={styles.quiet}>{`${messages.tile.versus(withPeriods(kpi.against))}: ${messages.tile.noBase}`}</Text>;
  }
  const none = /^-?0+(\.0+)?$/.test(kpi.change);
  const Arrow = none ? Subtract16Filled : isNegative(kpi.change) ? ArrowDown16Filled : ArrowUp16Filled;
  const verdict = none || kpi.good === null ? styles.quiet : kpi.good ? styles.good : styles.bad;
  const ratio = kpi.changeRatio === null ? '' : formatFigure(kpi.changeRatio.replace('-', ''), { format: 'percent' });
  return (
    <Text size={200} className={styles.change}>
      <span className={mergeClasses(styles.change, verdict)}>
        <Arrow className={styles.arrow} aria-hidden />
        <span aria-hidden>{none ? messages.tile.unchanged : formatSize(kpi.change, figure)}</span>
        {ratio && !none && figure.format !== 'percent' ? <span aria-hidden>({ratio})</span> : null}
        <Hidden>{`${figure.format === 'percent' ? formatSize(kpi.change, figure) : spokenFigure(kpi.change, figure)} ${none || kpi.good === null ? '' : kpi.good ? messages.tile.better : messages.tile.worse}`}</Hidden>
      </span>
      <span className={styles.quiet} title={kpi.base === null ? undefined : formatFigure(kpi.base, figure)}>
        {messages.tile.versus(withPeriods(kpi.against))}
      </span>
    </Text>
  );
}

function Goal({ kpi, figure }: { kpi: KpiResult; figure: FigureFormat }) {
  const styles = useStyles();
  const Icon = kpi.goalMet ? CheckmarkCircle16Regular : DismissCircle16Regular;
  return (
    <Text size={200} className={styles.goal}>
      <Icon className={kpi.goalMet ? styles.good : styles.bad} aria-hidden />
      {`${messages.tile.goal(formatFigure(kpi.goal ?? null, figure))} ${kpi.goalMet ? messages.tile.goalMet : messages.tile.goalMissed}`}
    </Text>
  );
}
