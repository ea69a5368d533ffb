import { Button, Menu, MenuItem, MenuList, MenuPopover, MenuTrigger, makeStyles, Tab, TabList } from '@fluentui/react-components';
import { History20Regular, Link20Regular, MoreHorizontal20Regular } from '@fluentui/react-icons';
import { useNavigate } from 'react-router';
import type { DashboardView } from '#core/contract';
import { Freshness } from '../../kit/freshness';
import { PageHeader } from '../../kit/page-header';
import { messages } from '../../shell/messages';
import { useNotify } from '../../shell/notifications';
import { useMe } from '../../shell/session-gate';

const useStyles = makeStyles({
  // A tab's own padding stands out to the left, so that its name lines up with the title.
  tabs: { padding: '0 calc(var(--page-edge) - 12px)', overflowX: 'auto' },
});

interface Props {
  readonly view: DashboardView;
  readonly asOf: string | undefined;
  readonly onPickLoad: (load: string | undefined) => void;
}

/** The title, how fresh the figures are, and the rest in a menu. Further dashboards of the module as tabs. */
export function DashboardHeader({ view, asOf, onPickLoad }: Props) {
  const module = useMe().modules.find(({ id }) => id === view.module);
  const dashboards = module?.dashboards ?? [];
  return (
    <>
      <PageHeader title={view.title} path={[view.title, module?.title ?? view.module]}>
        {view.snapshot ? <Freshness snapshot={view.snapshot} loads={view.loads} asOf={asOf} onPick={onPickLoad} /> : null}
        <MoreActions module={view.module} />
      </PageHeader>
      {dashboards.length > 1 ? <DashboardTabs module={view.module} dashboards={dashboards} current={view.id} /> : null}
    </>
  );
}

function MoreActions({ module }: { module: string }) {
  const navigate = useNavigate();
  const notify = useNotify();
  const copy = async () => {
    await navigator.clipboard.writeText(globalThis.location.href);
    notify({ intent: 'success', title: messages.page.linkCopied });
  };
  return (
    <Menu hasIcons positioning="below-end">
      <MenuTrigger disableButtonEnhancement>
        <Button appearance="subtle" icon={<MoreHorizontal20Regular />} aria-label={messages.page.more} />
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          <MenuItem icon={<History20Regular />} onClick={() => void navigate(`/${module}/runs`)}>
            {messages.page.runs}
          </MenuItem>
          <MenuItem icon={<Link20Regular />} onClick={() => void copy()}>
            {messages.page.copyLink}
          </MenuItem>
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}

function DashboardTabs({ module, dashboards, current }: { module: string; dashboards: { id: string; title: string }[]; current: string }) {
  const navigate = useNavigate();
  return (
    <TabList
      className={useStyles().tabs}
      selectedValue={current}
      aria-label={messages.page.dashboards}
      onTabSelect={(_, { value }) => void navigate(`/${module}/${String(value)}`)}
    >
      {dashboards.map(({ id, title }) => (
        <Tab key={id} value={id}>
          {title}
        </Tab>
      ))}
    </TabList>
  );
}
