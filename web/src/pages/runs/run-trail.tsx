import { Breadcrumb, BreadcrumbDivider } from '@fluentui/react-components';
import type { ModuleEntry } from '#core/contract';
import { TrailStep } from '../../kit/trail-step';
import { messages } from '../../shell/messages';

/** The way up from the runs: to the department, and from one run to all of them. */
export function RunTrail({ module, deep = false }: { module: ModuleEntry; deep?: boolean }) {
  return (
    <Breadcrumb size="small">
      <TrailStep to={`/${module.id}`}>{module.title}</TrailStep>
      {deep ? (
        <>
          <BreadcrumbDivider />
          <TrailStep to={`/${module.id}/runs`}>{messages.runs.title}</TrailStep>
        </>
      ) : null}
    </Breadcrumb>
  );
}
