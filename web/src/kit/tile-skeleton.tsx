import { makeStyles, Skeleton, SkeletonItem, tokens } from '@fluentui/react-components';
import type { TileView } from '#core/contract';
import { messages } from '../shell/messages';
import { useSlow } from './use-slow';

const useStyles = makeStyles({
  kpi: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM, paddingTop: tokens.spacingVerticalS, minHeight: '126px' },
  chart: { display: 'flex', alignItems: 'flex-end', gap: '4%', height: '272px', paddingTop: tokens.spacingVerticalS },
  table: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalM,
    paddingTop: tokens.spacingVerticalS,
    minHeight: '260px',
  },
  bar: { flexGrow: 1, '&:nth-child(odd)': { height: '45%' }, '&:nth-child(even)': { height: '70%' }, '&:nth-child(3n)': { height: '90%' } },
  half: { width: '50%' },
});

const many = (n: number) => Array.from({ length: n }, (_, index) => index);

/** The shape of what comes: nothing for 300 ms, then a skeleton. It keeps the place from the start, so that nothing jumps. */
export function TileSkeleton({ tile }: { tile: TileView['tile'] }) {
  const styles = useStyles();
  const slow = useSlow(true);
  const shape = tile === 'kpi' ? styles.kpi : tile === 'table' || tile === 'statement' ? styles.table : styles.chart;
  if (!slow) return <div className={shape} />;
  return (
    <Skeleton aria-label={messages.tile.working} className={shape}>
      {tile === 'kpi' ? (
        <>
          <SkeletonItem size={32} className={styles.half} />
          <SkeletonItem size={16} />
          <SkeletonItem size={40} />
        </>
      ) : tile === 'table' || tile === 'statement' ? (
        many(8).map((n) => <SkeletonItem key={n} size={20} />)
      ) : (
        many(8).map((n) => <SkeletonItem key={n} className={styles.bar} />)
      )}
    </Skeleton>
  );
}
