import { Button, Menu, MenuDivider, MenuItemLink, MenuList, MenuPopover, MenuTrigger } from '@fluentui/react-components';
import { Navigation24Regular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import { useHref, useNavigate } from 'react-router';
import { messages } from './messages';
import { ModuleIcon } from './module-icon';
import { useOperations } from './operations';
import { useMe } from './session-gate';

/** The tabs open to the person, behind one button. */
export function ModuleMenu() {
  const { modules } = useMe();
  const operations = useOperations();
  return (
    <Menu>
      <MenuTrigger disableButtonEnhancement>
        <Button appearance="subtle" size="large" icon={<Navigation24Regular />} aria-label={messages.app.openModules} />
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          {modules.map(({ id, title, icon }) => (
            <PageLink key={id} to={`/${id}`} title={title} icon={<ModuleIcon name={icon} />} />
          ))}
          {operations.length > 0 && modules.length > 0 ? <MenuDivider /> : null}
          {operations.map(({ to, title, Icon }) => (
            <PageLink key={to} to={to} title={title} icon={<Icon aria-hidden />} />
          ))}
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}

function PageLink({ to, title, icon }: { to: string; title: string; icon: ReactElement }) {
  const navigate = useNavigate();
  const href = useHref(to);
  return (
    <MenuItemLink
      href={href}
      icon={icon}
      onClick={(event) => {
        event.preventDefault();
        void navigate(to);
      }}
    >
      {title}
    </MenuItemLink>
  );
}
