import { makeStyles } from '@fluentui/react-components';

const useStyles = makeStyles({
  hidden: { position: 'absolute', width: '1px', height: '1px', overflow: 'hidden', clipPath: 'inset(50%)', whiteSpace: 'nowrap' },
});

/** Words for people who hear the page. */
export function Hidden({ children }: { children: string }) {
  return <span className={useStyles().hidden}>{children}</span>;
}
