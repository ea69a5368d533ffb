import {
  createDOMRenderer,
  FluentProvider,
  makeStyles,
  RendererProvider,
  type Theme,
  teamsDarkTheme,
  teamsHighContrastTheme,
  teamsLightTheme,
  tokens,
} from '@fluentui/react-components';
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { themeOfAddress } from './host';

export type ThemeName = 'light' | 'dark' | 'contrast';
/** What a person chose in their menu; 'system' follows the browser. */
export type ThemeChoice = 'system' | ThemeName;

const THEMES: Record<ThemeName, Theme> = { light: teamsLightTheme, dark: teamsDarkTheme, contrast: teamsHighContrastTheme };
const KEPT_AS = 'jupiter.theme';

const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';
const renderer = createDOMRenderer(document, { styleElementAttributes: { nonce } });

const darkSystem = globalThis.matchMedia('(prefers-color-scheme: dark)');
const subscribeToSystem = (changed: () => void) => {
  darkSystem.addEventListener('change', changed);
  return () => darkSystem.removeEventListener('change', changed);
};

const useStyles = makeStyles({
  app: { minHeight: '100vh', backgroundColor: tokens.colorNeutralBackground3, '@media print': { background: 'none' } },
});

interface Themed {
  readonly name: ThemeName;
  readonly choice: ThemeChoice;
  readonly choose: (choice: ThemeChoice) => void;
}
const ThemeContext = createContext<Themed>({ name: 'light', choice: 'system', choose: () => undefined });
/** The theme in force and the way to choose another. */
export const useTheme = (): Themed => useContext(ThemeContext);

const chooseWith = (set: (choice: ThemeChoice) => void) => (choice: ThemeChoice) => {
  keep(choice);
  set(choice);
};

/** Gives the app its colours: the address decides, then the person's choice, then the system. */
export function ThemeFrame({ children }: { children: ReactNode }) {
  const [choice, setChoice] = useState<ThemeChoice>(keptChoice);
  const systemIsDark = useSyncExternalStore(subscribeToSystem, () => darkSystem.matches);
  const name = choice === 'system' ? (systemIsDark ? 'dark' : 'light') : choice;
  useEffect(() => {
    document.documentElement.style.colorScheme = name === 'light' ? 'light' : 'dark';
    document.documentElement.dataset['theme'] = name;
  }, [name]);
  const themed = useMemo(() => ({ name, choice, choose: chooseWith(setChoice) }), [name, choice]);
  return (
    <RendererProvider renderer={renderer} targetDocument={document}>
      <ThemeContext.Provider value={themed}>
        <Painted name={name}>{children}</Painted>
      </ThemeContext.Provider>
    </RendererProvider>
  );
}

/** Styles are made inside the renderer that carries the nonce; outside of it the content security policy refuses them. */
function Painted({ name, children }: { name: ThemeName; children: ReactNode }) {
  return (
    <FluentProvider theme={THEMES[name]}>
      <div className={useStyles().app}>{children}</div>
    </FluentProvider>
  );
}

const isTheme = (name: string | null): name is ThemeName => name === 'light' || name === 'dark' || name === 'contrast';

function keptChoice(): ThemeChoice {
  if (themeOfAddress) return isTheme(themeOfAddress) ? themeOfAddress : 'light';
  try {
    const kept = localStorage.getItem(KEPT_AS);
    return isTheme(kept) ? kept : 'system';
  } catch {
    return 'system'; // a browser may forbid storage inside a frame
  }
}

function keep(choice: ThemeChoice): void {
  try {
    localStorage.setItem(KEPT_AS, choice);
  } catch {
    // The choice then lasts as long as the page.
  }
}
