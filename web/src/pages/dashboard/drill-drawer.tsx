import {
  Button,
  DrawerBody,
  DrawerHeader,
  DrawerHeaderTitle,
  makeStyles,
  OverlayDrawer,
  Tab,
  TabList,
  Text,
  tokens,
} from '@fluentui/react-components';
import { Dismiss24Regular } from '@fluentui/react-icons';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Cell, Order, RowsQuery, TileView } from '#core/contract';
import { problemOf } from '../../api/problem';
import { rowsQuery } from '../../api/rows';
import type { DrillTarget, RowsBehind } from '../../kit/drill-target';
import { TileSkeleton } from '../../kit/tile-skeleton';
import { useReturnFocus } from '../../kit/use-return-focus';
import { messages } from '../../shell/messages';
import { ProblemView } from '../../shell/problem-view';
import { Conditions } from './conditions';
import { DrillRows } from './drill-rows';

const PAGE = 100;

const useStyles = makeStyles({
  drawer: { width: 'min(1040px, 100vw)', maxWidth: '100vw' },
  body: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM, paddingBottom: tokens.spacingVerticalL },
  definition: { color: tokens.colorNeutralForeground2 },
});

interface Props {
  readonly module: string;
  readonly target: DrillTarget;
  readonly asOf: string | undefined;
  /** The page's tiles: where the definition of the metric is found. */
  readonly metrics: readonly TileView[];
  readonly onClose: () => void;
}

/** The rows behind a figure, with the proof that they add up to it. */
export function DrillDrawer(props: Props) {
  const { target, onClose } = props;
  const styles = useStyles();
  useReturnFocus();
  const [part, setPart] = useState(0);
  const rows = target.parts?.[part] ?? target;
  return (
    <OverlayDrawer open position="end" className={styles.drawer} onOpenChange={(_, { open }) => !open && onClose()}>
      <DrawerHeader>
        <DrawerHeaderTitle
          action={<Button appearance="subtle" icon={<Dismiss24Regular />} aria-label={messages.figure.close} onClick={onClose} />}
        >
          {messages.drill.title(target.title)}
        </DrawerHeaderTitle>
        <Conditions where={rows.where} />
      </DrawerHeader>
      <DrawerBody className={styles.body}>
        {target.parts ? <Parts target={target} part={part} onPart={setPart} /> : null}
        <Behind key={part} rows={rows} shown={target.parts ? null : target.shown} {...props} />
      </DrawerBody>
    </OverlayDrawer>
  );
}

type BehindProps = Pick<Props, 'module' | 'asOf' | 'metrics'> & { readonly rows: RowsBehind; readonly shown: Cell };

/** What the figure means, and a page of its rows. */
function Behind({ module, rows: { metric, where }, shown, asOf, metrics }: BehindProps) {
  const styles = useStyles();
  const [offset, setOffset] = useState(0);
  const [order, setOrder] = useState<Order | undefined>();
  const query: RowsQuery = { metric, where, ...(order ? { order: [order] } : {}), ...(asOf ? { asOf } : {}) };
  const { data, error, refetch } = useQuery(rowsQuery(module, { ...query, offset, limit: PAGE }));
  const definition = metrics.flatMap((tile) => tile.metrics).find(({ name }) => name === metric)?.definition;
  const sort = (next: Order) => {
    setOffset(0);
    setOrder(next);
  };
  return (
    <>
      {definition ? (
        <Text size={200} className={styles.definition}>
          {definition}
        </Text>
      ) : null}
      {error ? <ProblemView problem={problemOf(error)} title={messages.tile.failed} onRetry={() => void refetch()} /> : null}
      {data ? (
        <DrillRows {...{ module, query, shown, result: data, offset, page: PAGE, order, onOrder: sort, onOffset: setOffset }} />
      ) : null}
      {data || error ? null : <TileSkeleton tile="table" />}
    </>
  );
}

/** No rows add up to a ratio: it says so, and offers those of the figures that it divides. */
function Parts({ target, part, onPart }: { target: DrillTarget; part: number; onPart: (part: number) => void }) {
  return (
    <>
      <Text>{messages.drill.ratio(target.title)}</Text>
      <TabList size="small" aria-label={messages.drill.parts} selectedValue={part} onTabSelect={(_, { value }) => onPart(Number(value))}>
        {target.parts?.map(({ title }, index) => (
          <Tab key={title} value={index}>
            {title}
          </Tab>
        ))}
      </TabList>
    </>
  );
}
