import { makeStyles, tokens } from '@fluentui/react-components';

/** Room around a page and between its parts; `--page-edge` lets full-width bars keep the page's edge. */
export const usePageStyles = makeStyles({
  page: {
    '--page-edge': tokens.spacingHorizontalXXL,
    paddingBottom: tokens.spacingVerticalXXXL,
    '@media (max-width: 639px)': { '--page-edge': tokens.spacingHorizontalM },
  },
  body: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalL,
    padding: `${tokens.spacingVerticalL} var(--page-edge) 0`,
  },
  bar: { padding: `${tokens.spacingVerticalM} var(--page-edge) 0` },
});
