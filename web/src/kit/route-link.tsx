import { Link } from '@fluentui/react-components';
import type { MouseEvent, ReactNode } from 'react';
import { useHref, useNavigate } from 'react-router';

interface Props {
  readonly to: string;
  readonly className?: string | undefined;
  /** Said instead of the words, where they say too little by themselves. */
  readonly label?: string | undefined;
  readonly children: ReactNode;
}

/** A link inside the app: a click moves without loading the page; with a key held it opens a tab, as links do. */
export function RouteLink({ to, className, label, children }: Props) {
  const navigate = useNavigate();
  const href = useHref(to);
  const follow = (event: MouseEvent) => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    void navigate(to);
  };
  return (
    <Link href={href} onClick={follow} {...(className ? { className } : {})} {...(label ? { 'aria-label': label } : {})}>
      {children}
    </Link>
  );
}
