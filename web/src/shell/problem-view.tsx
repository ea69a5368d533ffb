import { Button, makeStyles, Text, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import type { ApiProblem } from '../api/problem';
import { messages } from './messages';

const useStyles = makeStyles({
  page: { display: 'grid', placeItems: 'center', minHeight: '60vh', padding: tokens.spacingHorizontalXXL },
  view: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    textAlign: 'center',
    gap: tokens.spacingVerticalS,
    maxWidth: '44ch',
    margin: 'auto',
  },
  picture: { width: '72px', height: '72px', marginBottom: tokens.spacingVerticalS },
  quiet: { display: 'grid', gap: tokens.spacingVerticalS, color: tokens.colorNeutralForeground2, overflowWrap: 'anywhere' },
  id: {
    color: tokens.colorNeutralForeground3,
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    overflowWrap: 'anywhere',
  },
  action: { marginTop: tokens.spacingVerticalS },
});

export function FullPage({ children }: { children: ReactNode }) {
  const styles = useStyles();
  return <div className={styles.page}>{children}</div>;
}

interface Statement {
  readonly title: string;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
  /** A page's own heading, or a line inside a tile. */
  readonly heading?: 'h1' | 'h3';
  /** There is no room for the picture. */
  readonly small?: boolean;
}

/** A small picture, one sentence, one action: what every empty or broken place shows. */
export function StateView({ title, children, action, heading = 'h3', small = false }: Statement) {
  const styles = useStyles();
  return (
    <div className={styles.view}>
      {small ? null : <QuietPicture className={styles.picture} />}
      <Text as={heading} weight="semibold" size={heading === 'h1' ? 500 : 300} align="center" block>
        {title}
      </Text>
      <div className={styles.quiet}>{children}</div>
      {action ? <div className={styles.action}>{action}</div> : null}
    </div>
  );
}

/** What happened, what to do, a way to try again, and the id to give to IT. */
export function ProblemView(props: { problem: ApiProblem; title?: string; onRetry?: () => void; heading?: 'h1' | 'h3'; small?: boolean }) {
  const { problem, title = messages.problem.title, onRetry, heading, small = false } = props;
  const styles = useStyles();
  const retry = onRetry ? <Button onClick={onRetry}>{messages.problem.again}</Button> : undefined;
  return (
    <div role="alert">
      <StateView title={title} action={retry} small={small} {...(heading ? { heading } : {})}>
        <p>{problem.message}</p>
        {problem.remedy ? <p>{problem.remedy}</p> : null}
        {problem.requestId ? <p className={styles.id}>{messages.problem.requestId(problem.requestId)}</p> : null}
      </StateView>
    </div>
  );
}

function QuietPicture({ className }: { className: string }) {
  return (
    <svg viewBox="0 0 72 72" className={className} aria-hidden="true" focusable="false">
      <circle cx="36" cy="36" r="34" fill={tokens.colorNeutralBackground4} stroke={tokens.colorNeutralStroke2} />
      <path d="M8 30h56M6 40h60M11 50h50" stroke={tokens.colorNeutralStroke1} strokeWidth="3" strokeLinecap="round" />
      <circle cx="47" cy="40" r="6" fill={tokens.colorNeutralBackground1} stroke={tokens.colorNeutralStroke1} strokeWidth="2" />
    </svg>
  );
}
