import { Button } from '@fluentui/react-components';
import { useNavigate } from 'react-router';
import type { DashboardView } from '#core/contract';
import { PageHeader } from '../../kit/page-header';
import { usePageStyles } from '../../kit/page-styles';
import { messages } from '../../shell/messages';
import { FullPage, StateView } from '../../shell/problem-view';

/** Before the first load: what is missing and where it comes from. */
export function NoFigures({ view }: { view: DashboardView }) {
  const styles = usePageStyles();
  const navigate = useNavigate();
  const toRuns = <Button onClick={() => void navigate(`/${view.module}/runs`)}>{messages.freshness.openRuns}</Button>;
  return (
    <div className={styles.page}>
      <PageHeader title={view.title} path={[view.title]} />
      <FullPage>
        <StateView title={messages.freshness.emptyTitle} action={toRuns}>
          {messages.freshness.empty}
        </StateView>
      </FullPage>
    </div>
  );
}
