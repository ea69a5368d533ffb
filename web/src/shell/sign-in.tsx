import { MessageBar, MessageBarBody, makeStyles, mergeClasses, Text, tokens } from '@fluentui/react-components';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { signInMutation, signInOptionsQuery } from '../api/session';
import { DemoBanner, DemoPeople } from './demo-people';
import { messages } from './messages';
import { useTitle } from './page-title';
import { SignInForm } from './sign-in-form';

const useStyles = makeStyles({
  page: { minHeight: '100vh', display: 'flex', flexDirection: 'column' },
  middle: {
    flexGrow: 1,
    display: 'grid',
    placeItems: 'center',
    padding: `${tokens.spacingVerticalXXL} ${tokens.spacingHorizontalL}`,
  },
  card: {
    boxSizing: 'border-box',
    width: '100%',
    maxWidth: '400px',
    padding: tokens.spacingHorizontalXXL,
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalL,
    backgroundColor: tokens.colorNeutralBackground1,
    borderRadius: tokens.borderRadiusXLarge,
    border: `1px solid ${tokens.colorTransparentStroke}`,
    boxShadow: tokens.shadow8,
  },
  wide: {
    maxWidth: '800px',
    display: 'grid',
    gap: tokens.spacingHorizontalXXXL,
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 280px), 1fr))',
  },
  column: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalL, minWidth: 0 },
  head: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalM },
  mark: { width: '40px', height: '40px' },
  quiet: { color: tokens.colorNeutralForeground2 },
});

/** Account and password; in the demo also the people to try. After sign-in the person is where they were. */
export function SignIn({ sessionLost }: { sessionLost: boolean }) {
  const styles = useStyles();
  const { data: options } = useQuery(signInOptionsQuery);
  const signIn = useMutation(signInMutation(useQueryClient()));
  useTitle(messages.signIn.title);
  const people = options?.people ?? [];
  return (
    <div className={styles.page}>
      {options?.demo ? <DemoBanner company={options.company} /> : null}
      <main className={styles.middle}>
        <div className={mergeClasses(styles.card, people.length > 0 && styles.wide)}>
          <div className={styles.column}>
            <div className={styles.head}>
              <img src="/jupiter.svg" alt="" className={styles.mark} />
              <div>
                <Text as="h1" size={500} weight="semibold" block>
                  {messages.signIn.title}
                </Text>
                <Text className={styles.quiet}>{options?.company}</Text>
              </div>
            </div>
            {sessionLost ? (
              <MessageBar intent="info" layout="multiline">
                <MessageBarBody>{messages.signIn.lost}</MessageBarBody>
              </MessageBar>
            ) : null}
            <SignInForm signIn={signIn} />
          </div>
          {people.length > 0 ? <DemoPeople people={people} busy={signIn.isPending} onPick={signIn.mutate} /> : null}
        </div>
      </main>
    </div>
  );
}
