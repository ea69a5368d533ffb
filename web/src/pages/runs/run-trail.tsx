import { Breadcrumb, BreadcrumbButton, BreadcrumbDivider, BreadcrumbItem } from '@fluentui/react-components';
import { useHref, useNavigate } from 'react-router';
import type { ModuleEntry } from '#core/contract';
import { messages } from '../../shell/messages';

/** The way up from the runs: to the department, and from one run to all of them. */
export function RunTrail({ module, deep = false }: { module: ModuleEntry; deep?: boolean }) {
  return (
    <Breadcrumb size="small">
      <Step to={`/${module.id}`}>{module.title}</Step>
      {deep ? (
        <>
          <BreadcrumbDivider />
          <Step to={`/${module.id}/runs`}>{messages.runs.title}</Step>
        </>
      ) : null}
    </Breadcrumb>
  );
}

function Step({ to, children }: { to: string; children: string }) {
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
