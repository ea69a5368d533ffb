import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { Suspense } from 'react';
import { Outlet, useNavigation } from 'react-router';
import { isHosted } from './host';
import { messages } from './messages';
import { Navigation } from './navigation';

const NARROW = '@media (max-width: 767px)';

const useStyles = makeStyles({
  frame: {
    display: 'grid',
    gridTemplateColumns: '72px minmax(0, 1fr)',
    minHeight: '100vh',
    [NARROW]: { gridTemplateColumns: 'minmax(0, 1fr)', gridTemplateRows: '48px 1fr' },
  },
  hosted: { gridTemplateColumns: 'minmax(0, 1fr)', [NARROW]: { gridTemplateRows: '1fr' } },
  main: { minWidth: 0, outlineStyle: 'none' },
  skip: {
    position: 'absolute',
    top: '-100px',
    left: tokens.spacingHorizontalS,
    zIndex: 1000,
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM}`,
    backgroundColor: tokens.colorNeutralBackground1,
    color: tokens.colorBrandForegroundLink,
    borderRadius: tokens.borderRadiusMedium,
    boxShadow: tokens.shadow8,
    ':focus': { top: tokens.spacingVerticalS },
  },
  progress: {
    position: 'fixed',
    top: 0,
    left: 0,
    height: '2px',
    width: '100%',
    zIndex: 1000,
    backgroundColor: tokens.colorCompoundBrandBackground,
    transformOrigin: 'left',
    animationName: { from: { transform: 'scaleX(0)' }, to: { transform: 'scaleX(0.9)' } },
    animationDuration: '8s',
    animationDelay: '300ms',
    animationFillMode: 'both',
    animationTimingFunction: 'cubic-bezier(0.1, 0.7, 0.3, 1)',
  },
});

/** The frame around every page: module navigation in a browser, nothing but the page inside a host. */
export function Frame() {
  const styles = useStyles();
  const moving = useNavigation().state === 'loading';
  return (
    <>
      <a href="#content" className={styles.skip}>
        {messages.app.skip}
      </a>
      {moving ? <div className={styles.progress} role="progressbar" aria-label={messages.app.loading} /> : null}
      <div className={mergeClasses(styles.frame, isHosted && styles.hosted)}>
        {isHosted ? null : <Navigation />}
        <main id="content" tabIndex={-1} className={styles.main}>
          <Suspense fallback={null}>
            <Outlet />
          </Suspense>
        </main>
      </div>
    </>
  );
}
