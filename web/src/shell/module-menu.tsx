import { Button, Menu, MenuItemLink, MenuList, MenuPopover, MenuTrigger } from '@fluentui/react-components';
import { Navigation24Regular } from '@fluentui/react-icons';
import { useHref, useNavigate } from 'react-router';
import { messages } from './messages';
import { ModuleIcon } from './module-icon';
import { useMe } from './session-gate';

/** The tabs open to the person, behind one button. */
export function ModuleMenu() {
  const { modules } = useMe();
  return (
    <Menu>
      <MenuTrigger disableButtonEnhancement>
        <Button appearance="subtle" size="large" icon={<Navigation24Regular />} aria-label={messages.app.openModules} />
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          {modules.map(({ id, title, icon }) => (
            <ModuleLink key={id} id={id} title={title} icon={icon} />
          ))}
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}

function ModuleLink({ id, title, icon }: { id: string; title: string; icon: string }) {
  const navigate = useNavigate();
  const href = useHref(`/${id}`);
  return (
    <MenuItemLink
      href={href}
      icon={<ModuleIcon name={icon} />}
      onClick={(event) => {
        event.preventDefault();
        void navigate(`/${id}`);
      }}
    >
      {title}
    </MenuItemLink>
  );
}
