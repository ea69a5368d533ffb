import { Button, Field, Input, MessageBar, MessageBarBody, makeStyles, Spinner, Text, tokens } from '@fluentui/react-components';
import { type FormEvent, useState } from 'react';
import { problemOf } from '../api/problem';
import type { Credentials } from '../api/session';
import { messages } from './messages';

const useStyles = makeStyles({
  form: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
  id: { color: tokens.colorNeutralForeground2, overflowWrap: 'anywhere' },
});

interface SignInDeed {
  readonly isPending: boolean;
  readonly error: unknown;
  readonly mutate: (credentials: Credentials) => void;
}

/** Says beside a field what to type when it is empty; says above the button why the directory refused. */
export function SignInForm({ signIn }: { signIn: SignInDeed }) {
  const styles = useStyles();
  const [account, setAccount] = useState('');
  const [password, setPassword] = useState('');
  const [asked, setAsked] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setAsked(true);
    if (account.trim() !== '' && password !== '') signIn.mutate({ username: account.trim(), password });
  };
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <Text block>{messages.signIn.lead}</Text>
      <Field
        label={messages.signIn.account}
        hint={messages.signIn.accountHelp}
        {...missing(asked && account.trim() === '', messages.signIn.accountMissing)}
      >
        <Input name="account" autoComplete="username" autoFocus value={account} onChange={(_, { value }) => setAccount(value)} />
      </Field>
      <Field label={messages.signIn.password} {...missing(asked && password === '', messages.signIn.passwordMissing)}>
        <Input
          name="password"
          type="password"
          autoComplete="current-password"
          value={password}
          onChange={(_, { value }) => setPassword(value)}
        />
      </Field>
      {signIn.error ? <Refusal error={signIn.error} /> : null}
      <Submit busy={signIn.isPending} />
    </form>
  );
}

function Submit({ busy }: { busy: boolean }) {
  return (
    <Button type="submit" appearance="primary" size="large" disabled={busy} icon={busy ? <Spinner size="tiny" /> : null}>
      {busy ? messages.signIn.working : messages.signIn.submit}
    </Button>
  );
}

const missing = (is: boolean, message: string) => (is ? { validationMessage: message, validationState: 'error' as const } : {});

function Refusal({ error }: { error: unknown }) {
  const styles = useStyles();
  const problem = problemOf(error);
  return (
    <MessageBar intent="error" layout="multiline" role="alert">
      <MessageBarBody>
        {problem.message} {problem.remedy}
        {problem.requestId && problem.status !== 401 ? (
          <Text block size={200} className={styles.id}>
            {messages.problem.requestId(problem.requestId)}
          </Text>
        ) : null}
      </MessageBarBody>
    </MessageBar>
  );
}
