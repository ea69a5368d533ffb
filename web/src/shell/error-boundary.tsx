import { Button } from '@fluentui/react-components';
import { Component, type ReactNode } from 'react';
import { problemOf } from '../api/problem';
import { messages } from './messages';
import { FullPage, ProblemView, StateView } from './problem-view';

interface State {
  readonly error?: unknown;
}

/** The last net: a fault while drawing becomes a page that says so, never a blank one. */
export class ErrorBoundary extends Component<{ children: ReactNode }, State> {
  override state: State = {};

  static getDerivedStateFromError(error: unknown): State {
    return { error };
  }

  override render() {
    return this.state.error === undefined ? this.props.children : <BrokenPage error={this.state.error} />;
  }
}

/** What a page that could not be drawn shows instead. */
export function BrokenPage({ error }: { error: unknown }) {
  const problem = problemOf(error);
  const reload = () => globalThis.location.reload();
  return (
    <FullPage>
      {problem.requestId ? (
        <ProblemView problem={problem} onRetry={reload} heading="h1" />
      ) : (
        <StateView title={messages.problem.page} heading="h1" action={<Button onClick={reload}>{messages.problem.reload}</Button>}>
          {problem.message}
        </StateView>
      )}
    </FullPage>
  );
}
