import { Button, MessageBar, MessageBarActions, MessageBarBody, MessageBarTitle } from '@fluentui/react-components';
import { useNavigate } from 'react-router';
import type { DashboardView, SnapshotStamp } from '#core/contract';
import { formatMoment } from '../../kit/dates';
import { usePageStyles } from '../../kit/page-styles';
import { messages } from '../../shell/messages';

interface Props {
  readonly view: DashboardView;
  readonly snapshot: SnapshotStamp;
  readonly asOf: string | undefined;
  readonly onNewest: () => void;
}

/** Says when the figures are not the newest there could be, since when and why. */
export function LoadBars({ view, snapshot, asOf, onNewest }: Props) {
  const styles = usePageStyles();
  if (asOf !== undefined) {
    return (
      <div className={styles.bar}>
        <MessageBar intent="info" layout="multiline">
          <MessageBarBody>{messages.freshness.oldBar(asOf)}</MessageBarBody>
          <MessageBarActions>
            <Button size="small" onClick={onNewest}>
              {messages.freshness.showNewest}
            </Button>
          </MessageBarActions>
        </MessageBar>
      </div>
    );
  }
  return snapshot.stale ? <StaleBar module={view.module} stale={snapshot.stale} /> : null;
}

function StaleBar({ module, stale }: { module: string; stale: NonNullable<SnapshotStamp['stale']> }) {
  const styles = usePageStyles();
  const navigate = useNavigate();
  return (
    <div className={styles.bar}>
      <MessageBar intent="warning" layout="multiline">
        <MessageBarBody>
          <MessageBarTitle>{messages.freshness.staleTitle(formatMoment(stale.since))}</MessageBarTitle> {stale.reason}
        </MessageBarBody>
        <MessageBarActions>
          <Button size="small" onClick={() => void navigate(`/${module}/runs/${stale.runId}`)}>
            {messages.freshness.seeRun}
          </Button>
        </MessageBarActions>
      </MessageBar>
    </div>
  );
}
