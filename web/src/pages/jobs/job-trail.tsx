import { Breadcrumb, Button } from '@fluentui/react-components';
import { useNavigate } from 'react-router';
import { TrailStep } from '../../kit/trail-step';
import { useTitle } from '../../shell/page-title';
import { FullPage, StateView } from '../../shell/problem-view';
import { messages } from './messages';

/** The way up from one job to all of them. */
export function JobTrail() {
  return (
    <Breadcrumb size="small">
      <TrailStep to="/platform/jobs">{messages.title}</TrailStep>
    </Breadcrumb>
  );
}

/** For the address of a job that was removed, or never was. */
export function JobGone() {
  const navigate = useNavigate();
  useTitle(messages.one.gone);
  return (
    <FullPage>
      <StateView
        title={messages.one.gone}
        heading="h1"
        action={<Button onClick={() => void navigate('/platform/jobs')}>{messages.one.toJobs}</Button>}
      >
        {messages.one.goneWhy}
      </StateView>
    </FullPage>
  );
}
