import { makeStyles, mergeClasses, Text, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';

const useStyles = makeStyles({
  list: { listStyleType: 'none', margin: 0, padding: `${tokens.spacingVerticalXS} 0 0` },
  entry: { display: 'grid', gridTemplateColumns: '20px minmax(0, 1fr)', columnGap: tokens.spacingHorizontalM },
  rail: { display: 'flex', flexDirection: 'column', alignItems: 'center' },
  mark: { display: 'flex', alignItems: 'center', justifyContent: 'center', height: '20px', width: '20px', flexShrink: 0 },
  line: { flexGrow: 1, width: '2px', minHeight: '12px', margin: '2px 0', backgroundColor: tokens.colorNeutralStroke1 },
  ahead: {
    backgroundColor: 'transparent',
    backgroundImage: `repeating-linear-gradient(${tokens.colorNeutralStroke1} 0 3px, transparent 3px 7px)`,
  },
  words: { paddingBottom: tokens.spacingVerticalL, minWidth: 0 },
  head: { display: 'flex', flexWrap: 'wrap', justifyContent: 'space-between', columnGap: tokens.spacingHorizontalM },
  when: { color: tokens.colorNeutralForeground2, fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' },
  quiet: { color: tokens.colorNeutralForeground2 },
  detail: {
    marginTop: tokens.spacingVerticalXXS,
    color: tokens.colorNeutralForeground2,
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
  },
});

export interface Moment {
  readonly id: string;
  readonly icon: ReactNode;
  readonly title: string;
  /** When, in words; and exactly, for those who ask. */
  readonly when: string;
  readonly exact?: string | undefined;
  readonly detail?: string | undefined;
  /** It has not come yet. */
  readonly ahead?: boolean;
}

/** What happened to one thing, oldest first, down a line; what is still to come hangs on a dashed one. */
export function Timeline({ moments, label }: { moments: readonly Moment[]; label: string }) {
  return (
    <ol className={useStyles().list} aria-label={label}>
      {moments.map((moment, index) => (
        <Entry key={moment.id} moment={moment} next={moments[index + 1]} />
      ))}
    </ol>
  );
}

function Entry({ moment: { icon, title, when, exact, detail, ahead = false }, next }: { moment: Moment; next: Moment | undefined }) {
  const styles = useStyles();
  return (
    <li className={styles.entry}>
      <div className={styles.rail} aria-hidden>
        <span className={styles.mark}>{icon}</span>
        {next ? <span className={mergeClasses(styles.line, next.ahead && styles.ahead)} /> : null}
      </div>
      <div className={styles.words}>
        <div className={styles.head}>
          <Text weight={ahead ? 'regular' : 'semibold'} {...(ahead ? { className: styles.quiet } : {})}>
            {title}
          </Text>
          <Text size={200} className={styles.when} title={exact}>
            {when}
          </Text>
        </div>
        {detail ? (
          <Text block size={200} className={styles.detail}>
            {detail}
          </Text>
        ) : null}
      </div>
    </li>
  );
}
