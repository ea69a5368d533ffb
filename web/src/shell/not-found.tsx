import { Button } from '@fluentui/react-components';
import { useNavigate } from 'react-router';
import { messages } from './messages';
import { useTitle } from './page-title';
import { FullPage, StateView } from './problem-view';

/** For an address that leads nowhere. */
export function NotFound() {
  const navigate = useNavigate();
  useTitle(messages.problem.notFoundTitle);
  return (
    <FullPage>
      <StateView
        title={messages.problem.notFoundTitle}
        heading="h1"
        action={<Button onClick={() => void navigate('/')}>{messages.problem.home}</Button>}
      >
        {messages.problem.notFound}
      </StateView>
    </FullPage>
  );
}
