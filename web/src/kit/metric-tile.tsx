import { Button, Menu, MenuList, MenuPopover, MenuTrigger, makeStyles, mergeClasses, Text, tokens } from '@fluentui/react-components';
import { MoreHorizontal20Regular } from '@fluentui/react-icons';
import { type ReactNode, useId } from 'react';
import { messages } from '../shell/messages';

const useStyles = makeStyles({
  tile: {
    boxSizing: 'border-box',
    height: '100%',
    minWidth: 0,
    display: 'flex',
    flexDirection: 'column',
    padding: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalL} ${tokens.spacingVerticalL}`,
    backgroundColor: tokens.colorNeutralBackground1,
    borderRadius: tokens.borderRadiusXLarge,
    border: `1px solid ${tokens.colorTransparentStroke}`,
    boxShadow: tokens.shadow2,
    '@media print': { boxShadow: 'none', border: `1px solid ${tokens.colorNeutralStroke2}`, breakInside: 'avoid' },
  },
  head: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalS, minHeight: '32px' },
  title: { flexGrow: 1, minWidth: 0, overflowWrap: 'anywhere' },
  quiet: { color: tokens.colorNeutralForeground2, fontWeight: tokens.fontWeightRegular },
  menu: {
    marginRight: `calc(-1 * ${tokens.spacingHorizontalS})`,
    flexShrink: 0,
    '@media (pointer: coarse)': { minWidth: '44px', minHeight: '44px' },
  },
  body: {
    flexGrow: 1,
    minWidth: 0,
    minHeight: 0,
    display: 'flex',
    flexDirection: 'column',
    transitionProperty: 'opacity',
    transitionDuration: '150ms',
  },
  dimmed: { opacity: 0.5 },
});

interface Props {
  readonly title: string;
  /** Said after the title in a quieter voice: the unit. */
  readonly aside?: string | undefined;
  /** Items of the overflow menu. */
  readonly menu?: ReactNode;
  /** Other figures are on their way: these are dimmed. */
  readonly dimmed?: boolean;
  readonly busy?: boolean;
  readonly children: ReactNode;
}

/** The frame of a tile: its title, its overflow menu, its figures. */
export function MetricTile({ title, aside, menu, dimmed = false, busy = false, children }: Props) {
  const styles = useStyles();
  const id = useId();
  return (
    <section className={styles.tile} aria-labelledby={id} aria-busy={busy}>
      <div className={styles.head}>
        <Text as="h2" id={id} size={300} weight="semibold" className={styles.title}>
          {title}
          {aside ? <span className={styles.quiet}> ({aside})</span> : null}
        </Text>
        {menu ? <TileMenu title={title}>{menu}</TileMenu> : null}
      </div>
      <div className={mergeClasses(styles.body, dimmed && styles.dimmed)}>{children}</div>
    </section>
  );
}

function TileMenu({ title, children }: { title: string; children: ReactNode }) {
  const styles = useStyles();
  return (
    <Menu positioning="below-end">
      <MenuTrigger disableButtonEnhancement>
        <Button
          appearance="subtle"
          size="small"
          className={styles.menu}
          icon={<MoreHorizontal20Regular />}
          aria-label={messages.tile.actions(title)}
        />
      </MenuTrigger>
      <MenuPopover>
        <MenuList>{children}</MenuList>
      </MenuPopover>
    </Menu>
  );
}
