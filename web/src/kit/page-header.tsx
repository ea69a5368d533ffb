import { Badge, makeStyles, Text, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { isHosted } from '../shell/host';
import { messages } from '../shell/messages';
import { useTitle } from '../shell/page-title';
import { PersonMenu } from '../shell/person-menu';
import { useMe } from '../shell/session-gate';

const useStyles = makeStyles({
  header: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalM,
    rowGap: tokens.spacingVerticalXS,
    padding: `${tokens.spacingVerticalM} var(--page-edge) ${tokens.spacingVerticalS}`,
  },
  words: { flexGrow: 1, display: 'flex', flexDirection: 'column', minWidth: 0 },
  line: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalS, flexWrap: 'wrap' },
  title: { fontSize: '20px', lineHeight: '28px', fontWeight: tokens.fontWeightSemibold },
  actions: { display: 'flex', maxWidth: '100%', alignItems: 'center', gap: tokens.spacingHorizontalS, minWidth: 0 },
});

interface Props {
  readonly title: string;
  /** The way up, where the page is deeper than one level. */
  readonly above?: ReactNode;
  /** Names for the browser's tab, the page's own first. */
  readonly path: readonly string[];
  readonly children?: ReactNode;
}

/** One row: what the page is, and to the right what can be done. */
export function PageHeader({ title, above, path, children }: Props) {
  const styles = useStyles();
  const { demo } = useMe();
  useTitle(...path);
  return (
    <header className={styles.header}>
      <div className={styles.words}>
        {above}
        <div className={styles.line}>
          <Text as="h1" className={styles.title}>
            {title}
          </Text>
          {demo ? (
            <Badge color="warning" appearance="tint">
              {messages.signIn.demoTitle}
            </Badge>
          ) : null}
        </div>
      </div>
      <div className={styles.actions}>
        {children}
        {isHosted ? <PersonMenu /> : null}
      </div>
    </header>
  );
}
