import {
  Button,
  Menu,
  MenuGroup,
  MenuGroupHeader,
  MenuItemRadio,
  MenuList,
  MenuPopover,
  MenuTrigger,
  makeStyles,
  tokens,
} from '@fluentui/react-components';
import { CheckmarkCircle16Regular, ChevronDown16Regular, Warning16Regular } from '@fluentui/react-icons';
import type { LoadView, SnapshotStamp } from '#core/contract';
import { messages } from '../shell/messages';
import { formatMoment } from './dates';

const useStyles = makeStyles({
  stamp: {
    color: tokens.colorNeutralForeground2,
    fontWeight: tokens.fontWeightRegular,
    minWidth: 0,
    textAlign: 'left',
    paddingLeft: tokens.spacingHorizontalXS,
    paddingRight: tokens.spacingHorizontalXS,
    '@media (pointer: coarse)': { minHeight: '44px' },
  },
  good: { color: tokens.colorStatusSuccessForeground1 },
  stale: { color: tokens.colorStatusWarningForeground1 },
  list: { maxHeight: '320px', overflowY: 'auto' },
});

interface Props {
  readonly snapshot: SnapshotStamp;
  readonly loads: readonly LoadView[];
  /** The older load that is looked at, if one is. */
  readonly asOf: string | undefined;
  readonly onPick: (load: string | undefined) => void;
}

/** Which load the figures come from, and whether they are proven. Opens to older loads. */
export function Freshness({ snapshot, loads, asOf, onPick }: Props) {
  const styles = useStyles();
  const newest = loads[0]?.load ?? snapshot.load;
  const shown = loads.find(({ load }) => String(load) === asOf) ?? snapshot;
  const stale = snapshot.stale !== undefined && asOf === undefined;
  const icon = stale ? <Warning16Regular className={styles.stale} /> : <CheckmarkCircle16Regular className={styles.good} />;
  return (
    <Menu
      checkedValues={{ load: [asOf ?? String(newest)] }}
      onCheckedValueChange={(_, { checkedItems }) => onPick(checkedItems[0] === String(newest) ? undefined : checkedItems[0])}
    >
      <MenuTrigger disableButtonEnhancement>
        <Button appearance="subtle" size="small" className={styles.stamp} icon={icon}>
          {messages.freshness.asOf(shown.load, formatMoment(shown.publishedAt))},{' '}
          {stale ? messages.freshness.stale : messages.freshness.ties}
          <ChevronDown16Regular aria-hidden />
        </Button>
      </MenuTrigger>
      <MenuPopover>
        <MenuList className={styles.list}>
          <MenuGroup>
            <MenuGroupHeader>{messages.freshness.pick}</MenuGroupHeader>
            {loads.map(({ load, publishedAt }) => (
              <MenuItemRadio
                key={load}
                name="load"
                value={String(load)}
                {...(load === newest ? { secondaryContent: messages.freshness.newest } : {})}
              >
                {messages.freshness.load(load, formatMoment(publishedAt))}
              </MenuItemRadio>
            ))}
          </MenuGroup>
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}
