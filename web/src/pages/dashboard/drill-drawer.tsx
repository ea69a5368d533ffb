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
import type { Order, RowsQuery, TileView } from '#core/contract';
import { problemOf } from '../../api/problem';
import { rowsQuery } from '../../api/rows';
import type { DrillTarget } from '../../kit/drill-target';
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
export function DrillDrawer({ module, target, asOf, metrics, onClose }: Props) {
  const styles = useStyles();
  useReturnFocus();
  const [offset, setOffset] = useState(0);
  const [order, setOrder] = useState<Order | undefined>();
  const [part, setPart] = useState(0);
  const { metric, where } = target.parts?.[part] ?? target;
  const query: RowsQuery = { metric, where, ...(order ? { order: [order] } : {}), ...(asOf ? { asOf } : {}) };
  const { data, error, refetch } = useQuery(rowsQuery(module, { ...query, offset, limit: PAGE }));
  const definition = metrics.flatMap((tile) => tile.metrics).find(({ name }) => name === metric)?.definition;
  const sort = (next: Order) => {
    setOffset(0);
    setOrder(next);
  };
  const look = (at: number) => {
    setOffset(0);
    setOrder(undefined);
    setPart(at);
  };
  return (
    <OverlayDrawer open position="end" className={styles.drawer} onOpenChange={(_, { open }) => !open && onClose()}>
      <DrawerHeader>
        <DrawerHeaderTitle
          action={<Button appearance="subtle" icon={<Dismiss24Regular />} aria-label={messages.figure.close} onClick={onClose} />}
        >
          {messages.drill.title(target.title)}
        </DrawerHeaderTitle>
        <Conditions where={where} />
      </DrawerHeader>
      <DrawerBody className={styles.body}>
        {target.parts ? <Parts target={target} part={part} onPart={look} /> : null}
        {definition ? (
          <Text size={200} className={styles.definition}>
            {definition}
          </Text>
        ) : null}
        {error ? <ProblemView problem={problemOf(error)} title={messages.tile.failed} onRetry={() => void refetch()} /> : null}
        {data ? (
          <DrillRows
            {...{
              module,
              query,
              shown: target.parts ? null : target.shown,
              result: data,
              offset,
              page: PAGE,
              order,
              onOrder: sort,
              onOffset: setOffset,
            }}
          />
        ) : null}
        {data || error ? null : <TileSkeleton tile="table" />}
      </DrawerBody>
    </OverlayDrawer>
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
