import {
  Avatar,
  Button,
  Menu,
  MenuDivider,
  MenuGroup,
  MenuGroupHeader,
  MenuItem,
  MenuItemRadio,
  MenuList,
  MenuPopover,
  MenuTrigger,
  makeStyles,
  Text,
  tokens,
} from '@fluentui/react-components';
import { SignOutRegular } from '@fluentui/react-icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { signOutMutation } from '../api/session';
import { Hidden } from '../kit/hidden';
import { isHosted } from './host';
import { messages } from './messages';
import { useMe } from './session-gate';
import { type ThemeChoice, useTheme } from './theme';

const useStyles = makeStyles({
  trigger: { minWidth: '44px', minHeight: '44px', padding: 0, borderRadius: tokens.borderRadiusCircular },
  who: { display: 'flex', flexDirection: 'column', padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM}`, maxWidth: '28ch' },
  roles: { color: tokens.colorNeutralForeground3, overflowWrap: 'anywhere' },
});

/** Who is signed in, with the theme and the way out. Inside a host the theme is the host's. */
export function PersonMenu() {
  const styles = useStyles();
  const { displayName, roles } = useMe();
  const signOut = useMutation(signOutMutation(useQueryClient()));
  return (
    <Menu>
      <MenuTrigger disableButtonEnhancement>
        <Button appearance="transparent" className={styles.trigger} icon={<Face name={displayName} />} />
      </MenuTrigger>
      <MenuPopover>
        <div className={styles.who}>
          <Text weight="semibold">{displayName}</Text>
          <Text size={200} className={styles.roles}>
            {roles.join(', ')}
          </Text>
        </div>
        <MenuDivider />
        {isHosted ? null : <ThemeChoices />}
        <MenuList>
          <MenuItem icon={<SignOutRegular />} onClick={() => signOut.mutate()}>
            {messages.person.signOut}
          </MenuItem>
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}

function Face({ name }: { name: string }) {
  return (
    <>
      <Avatar name={name} color="colorful" size={32} aria-hidden />
      <Hidden>{messages.person.menu(name)}</Hidden>
    </>
  );
}

const CHOICES: readonly ThemeChoice[] = ['system', 'light', 'dark', 'contrast'];

function ThemeChoices() {
  const { choice, choose } = useTheme();
  return (
    <MenuList
      hasCheckmarks
      checkedValues={{ theme: [choice] }}
      onCheckedValueChange={(_, { checkedItems }) => choose((checkedItems[0] ?? 'system') as ThemeChoice)}
    >
      <MenuGroup>
        <MenuGroupHeader>{messages.person.theme}</MenuGroupHeader>
        {CHOICES.map((name) => (
          <MenuItemRadio key={name} name="theme" value={name}>
            {messages.person[name]}
          </MenuItemRadio>
        ))}
      </MenuGroup>
      <MenuDivider />
    </MenuList>
  );
}
