import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  DialogTrigger,
  makeStyles,
  Text,
  tokens,
} from '@fluentui/react-components';
import type { MetricView } from '#core/contract';
import { messages } from '../shell/messages';

const useStyles = makeStyles({
  list: { display: 'grid', gap: tokens.spacingVerticalM, margin: 0 },
  name: { color: tokens.colorNeutralForeground2, fontSize: tokens.fontSizeBase200, lineHeight: tokens.lineHeightBase200 },
  value: { margin: 0 },
});

/** What the figures of a tile mean and how they are computed. */
export function FigureDialog({ metrics, title, onClose }: { metrics: readonly MetricView[]; title: string; onClose: () => void }) {
  const styles = useStyles();
  return (
    <Dialog open onOpenChange={(_, { open }) => !open && onClose()}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{messages.figure.title(title)}</DialogTitle>
          <DialogContent className={styles.list}>
            {metrics.map((metric) => (
              <Definition key={metric.name} metric={metric} />
            ))}
          </DialogContent>
          <DialogActions>
            <DialogTrigger disableButtonEnhancement>
              <Button appearance="primary">{messages.figure.close}</Button>
            </DialogTrigger>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}

function Definition({ metric }: { metric: MetricView }) {
  const styles = useStyles();
  const facts = [
    [messages.figure.computed, metric.definition],
    ...(metric.unit ? [[messages.figure.unit, metric.unit]] : []),
    [messages.figure.good, metric.better === 'higher' ? messages.figure.higher : messages.figure.lower],
  ] as const;
  return (
    <div>
      <Text as="h3" weight="semibold" block>
        {metric.title}
      </Text>
      {metric.describe ? <Text block>{metric.describe}</Text> : null}
      <dl className={styles.list}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt className={styles.name}>{name}</dt>
            <dd className={styles.value}>{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
