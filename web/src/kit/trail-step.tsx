import { BreadcrumbButton, BreadcrumbItem } from '@fluentui/react-components';
import { useHref, useNavigate } from 'react-router';

/** One step of the way up. */
export function TrailStep({ to, children }: { to: string; children: string }) {
  const navigate = useNavigate();
  const href = useHref(to);
  return (
    <BreadcrumbItem>
      <BreadcrumbButton
        as="a"
        href={href}
        onClick={(event: { preventDefault(): void }) => {
          event.preventDefault();
          void navigate(to);
        }}
      >
        {children}
      </BreadcrumbButton>
    </BreadcrumbItem>
  );
}
