import { Badge, makeStyles, Persona, Text, tokens } from '@fluentui/react-components';
import type { SignInOptions } from '#core/contract';
import type { Credentials } from '../api/session';
import { Hidden } from '../kit/hidden';
import { messages } from './messages';

const useStyles = makeStyles({
  banner: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    justifyContent: 'center',
    gap: tokens.spacingHorizontalS,
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalL}`,
    backgroundColor: tokens.colorStatusWarningBackground1,
    color: tokens.colorNeutralForeground1,
    borderBottom: `1px solid ${tokens.colorStatusWarningBorder1}`,
  },
  people: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS, minWidth: 0 },
  list: { listStyleType: 'none', margin: 0, padding: 0, display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXS },
  person: {
    width: '100%',
    minHeight: '52px',
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM}`,
    textAlign: 'left',
    fontFamily: 'inherit',
    color: tokens.colorNeutralForeground1,
    cursor: 'pointer',
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    borderRadius: tokens.borderRadiusLarge,
    ':hover': { backgroundColor: tokens.colorNeutralBackground1Hover },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '1px' },
    ':disabled': { cursor: 'default', color: tokens.colorNeutralForegroundDisabled },
  },
  quiet: { color: tokens.colorNeutralForeground2 },
});

/** Says on the first screen that nothing here is real. */
export function DemoBanner({ company }: { company: string }) {
  const styles = useStyles();
  return (
    <div className={styles.banner} role="note">
      <Badge color="warning" appearance="filled">
        {messages.signIn.demoTitle}
      </Badge>
      <Text>{messages.signIn.demoLead(company)}</Text>
    </div>
  );
}

interface Props {
  readonly people: SignInOptions['people'];
  readonly busy: boolean;
  readonly onPick: (credentials: Credentials) => void;
}

/** The demo people, each one click away. */
export function DemoPeople({ people, busy, onPick }: Props) {
  const styles = useStyles();
  return (
    <section className={styles.people} aria-labelledby="demo-people">
      <Text as="h2" id="demo-people" size={300} weight="semibold">
        {messages.signIn.demoPeople}
      </Text>
      <ul className={styles.list}>
        {people.map(({ account, name, role, password }) => (
          <li key={account}>
            <button type="button" className={styles.person} disabled={busy} onClick={() => onPick({ username: account, password })}>
              <Hidden>{messages.signIn.as}</Hidden>
              <Persona name={name} secondaryText={`${account}, ${role}`} avatar={{ color: 'colorful', 'aria-hidden': true }} />
            </button>
          </li>
        ))}
      </ul>
      <Text size={200} className={styles.quiet}>
        {messages.signIn.demoPassword(people[0]?.password ?? '')}
      </Text>
    </section>
  );
}
