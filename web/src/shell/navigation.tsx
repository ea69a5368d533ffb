import { makeStyles, Text, tokens } from '@fluentui/react-components';
import { lazy, Suspense } from 'react';
import { NavLink } from 'react-router';
import { messages } from './messages';
import { ModuleIcon } from './module-icon';
import { useOperations } from './operations';
import { useMe } from './session-gate';

/** Menus come after the first load: the sign-in page does without them. */
const PersonMenu = lazy(async () => ({ default: (await import('./person-menu')).PersonMenu }));
const ModuleMenu = lazy(async () => ({ default: (await import('./module-menu')).ModuleMenu }));

const NARROW = '@media (max-width: 767px)';

const useStyles = makeStyles({
  rail: {
    position: 'sticky',
    top: 0,
    height: '100vh',
    boxSizing: 'border-box',
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    gap: tokens.spacingVerticalXS,
    paddingTop: tokens.spacingVerticalM,
    paddingBottom: tokens.spacingVerticalM,
    backgroundColor: tokens.colorNeutralBackground4,
    borderRight: `1px solid ${tokens.colorNeutralStroke3}`,
    [NARROW]: { display: 'none' },
  },
  bar: {
    display: 'none',
    [NARROW]: {
      display: 'flex',
      alignItems: 'center',
      gap: tokens.spacingHorizontalS,
      paddingLeft: tokens.spacingHorizontalS,
      paddingRight: tokens.spacingHorizontalS,
      backgroundColor: tokens.colorNeutralBackground4,
      borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
    },
  },
  mark: { width: '28px', height: '28px', marginBottom: tokens.spacingVerticalM },
  list: { listStyleType: 'none', margin: 0, padding: 0, width: '100%', flexGrow: 1, overflowY: 'auto' },
  operations: {
    listStyleType: 'none',
    margin: 0,
    padding: `${tokens.spacingVerticalXS} 0`,
    width: '100%',
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  link: {
    position: 'relative',
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    justifyContent: 'center',
    gap: '2px',
    minHeight: '56px',
    padding: '4px 2px',
    color: tokens.colorNeutralForeground2,
    textDecorationLine: 'none',
    fontSize: '11px',
    lineHeight: '14px',
    textAlign: 'center',
    overflowWrap: 'anywhere',
    ':hover': { color: tokens.colorBrandForeground1, backgroundColor: tokens.colorNeutralBackground4Hover },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
    '&[aria-current]': { color: tokens.colorBrandForeground1, fontWeight: tokens.fontWeightSemibold },
    '&[aria-current]::before': {
      content: '""',
      position: 'absolute',
      left: '2px',
      top: '10px',
      bottom: '10px',
      width: '3px',
      borderRadius: tokens.borderRadiusCircular,
      backgroundColor: tokens.colorCompoundBrandBackground,
    },
  },
  grow: { flexGrow: 1 },
});

/** The tabs open to the person: a thin rail on the left, or a bar with a menu where the window is narrow. */
export function Navigation() {
  const styles = useStyles();
  const { modules } = useMe();
  return (
    <>
      <nav className={styles.rail} aria-label={messages.app.modules}>
        <img src="/jupiter.svg" alt={messages.app.name} className={styles.mark} />
        <ul className={styles.list}>
          {modules.map(({ id, title, icon }) => (
            <li key={id}>
              <NavLink to={`/${id}`} className={styles.link}>
                <ModuleIcon name={icon} />
                {title}
              </NavLink>
            </li>
          ))}
        </ul>
        <Operations />
        <Suspense fallback={null}>
          <PersonMenu />
        </Suspense>
      </nav>
      <header className={styles.bar}>
        <Suspense fallback={null}>
          <ModuleMenu />
        </Suspense>
        <Text weight="semibold" className={styles.grow}>
          {messages.app.name}
        </Text>
        <Suspense fallback={null}>
          <PersonMenu />
        </Suspense>
      </header>
    </>
  );
}

/** The platform's own pages, for those who look after it. */
function Operations() {
  const styles = useStyles();
  const pages = useOperations();
  if (pages.length === 0) return null;
  return (
    <ul className={styles.operations} aria-label={messages.app.operations}>
      {pages.map(({ to, title, Icon }) => (
        <li key={to}>
          <NavLink to={to} className={styles.link}>
            <Icon aria-hidden />
            {title}
          </NavLink>
        </li>
      ))}
    </ul>
  );
}
