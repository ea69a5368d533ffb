import { makeStyles, tokens } from '@fluentui/react-components';

const useStyles = makeStyles({
  block: {
    padding: tokens.spacingHorizontalM,
    maxHeight: '360px',
    overflow: 'auto',
    borderRadius: tokens.borderRadiusMedium,
    border: `1px solid ${tokens.colorNeutralStroke3}`,
    backgroundColor: tokens.colorNeutralBackground2,
    color: tokens.colorNeutralForeground1,
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}` },
  },
  text: {
    margin: 0,
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase300,
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
    tabSize: 2,
  },
});

/** A JSON value, written for people. It scrolls inside when it is long; reached by keyboard, to scroll it. */
export function JsonBlock({ value, label }: { value: unknown; label: string }) {
  const styles = useStyles();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: without it a person without a mouse cannot scroll it
    <section className={styles.block} aria-label={label} tabIndex={0}>
      <pre className={styles.text}>{JSON.stringify(value, null, 2)}</pre>
    </section>
  );
}
