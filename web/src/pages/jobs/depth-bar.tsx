import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import type { JobStateName, QueueRow } from '#core/contract';
import { formatCount } from '../../kit/figures';
import { RouteLink } from '../../kit/route-link';
import { useTheme } from '../../shell/theme';
import { messages } from './messages';
import { DEPTH, useFills, usePatterns } from './state-look';
import { useJobFilters } from './use-job-filters';

const useStyles = makeStyles({
  bar: { display: 'flex', gap: '2px', height: '10px', marginBottom: tokens.spacingVerticalXS },
  part: {
    minWidth: '6px',
    flexBasis: 0,
    ':first-child': { borderTopLeftRadius: tokens.borderRadiusMedium, borderBottomLeftRadius: tokens.borderRadiusMedium },
    ':last-child': { borderTopRightRadius: tokens.borderRadiusMedium, borderBottomRightRadius: tokens.borderRadiusMedium },
  },
  framed: { boxSizing: 'border-box', border: `1px solid ${tokens.colorNeutralForeground1}` },
  labels: { display: 'flex', flexWrap: 'wrap', columnGap: tokens.spacingHorizontalM, listStyleType: 'none', margin: 0, padding: 0 },
  label: {
    display: 'inline-flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalXS,
    minHeight: '24px',
    color: tokens.colorNeutralForeground2,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    fontVariantNumeric: 'tabular-nums',
    whiteSpace: 'nowrap',
  },
  swatch: { width: '10px', height: '10px', borderRadius: tokens.borderRadiusSmall, flexShrink: 0 },
});

/** How a state is filled, in the theme in force. */
function useFill(): (state: JobStateName) => string {
  const [styles, fills, patterns] = [useStyles(), useFills(), usePatterns()];
  const patterned = useTheme().name === 'contrast';
  return (state) => (patterned ? mergeClasses(styles.framed, patterns[state]) : fills[state]);
}

/** What a queue holds, as a bar of parts and in words; each part shows its jobs. Few among many still show. */
export function DepthBar({ queue: { name, title, states } }: { queue: QueueRow }) {
  const styles = useStyles();
  const fill = useFill();
  const { addressOf } = useJobFilters();
  const parts = DEPTH.map((state) => ({ state, count: states[state] })).filter(({ count }) => count > 0);
  return (
    <div>
      <div className={styles.bar} aria-hidden>
        {parts.map(({ state, count }) => (
          <span key={state} className={mergeClasses(styles.part, fill(state))} style={{ flexGrow: count }} />
        ))}
      </div>
      <ul className={styles.labels}>
        {parts.map(({ state, count }) => {
          const word = messages.states[state].toLowerCase();
          return (
            <li key={state}>
              <RouteLink
                to={addressOf({ state: [state], name: [name] })}
                className={styles.label}
                label={messages.showOf(formatCount(count), word, title)}
              >
                <span className={mergeClasses(styles.swatch, fill(state))} aria-hidden />
                {`${formatCount(count)} ${word}`}
              </RouteLink>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
