import { messages } from './messages';
import { useTitle } from './page-title';
import { FullPage, StateView } from './problem-view';
import { useMe } from './session-gate';

/** Which right is missing, what the person has, and who can grant it. */
export function NoAccess({ what, right }: { what: string; right: string }) {
  useTitle(messages.problem.noAccessTitle(what));
  return (
    <FullPage>
      <StateView title={messages.problem.noAccessTitle(what)} heading="h1">
        <p>{messages.problem.noAccess(right)}</p>
        <p>{messages.problem.whoGrants}</p>
        <p>
          <YourRoles />
        </p>
      </StateView>
    </FullPage>
  );
}

/** For a person whose roles open no department at all. */
export function NoModules() {
  useTitle(messages.problem.noModulesTitle);
  return (
    <FullPage>
      <StateView title={messages.problem.noModulesTitle} heading="h1">
        <p>{messages.problem.noModules}</p>
        <p>{messages.problem.whoGrants}</p>
        <p>
          <YourRoles />
        </p>
      </StateView>
    </FullPage>
  );
}

function YourRoles() {
  const { roles } = useMe();
  return <>{roles.length > 0 ? messages.problem.yourRoles(roles.join(', ')) : messages.problem.noRoles}</>;
}
