import { useQuery } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useRef } from 'react';
import type { Me } from '#core/contract';
import { problemOf } from '../api/problem';
import { meQuery } from '../api/session';
import { showTimesIn } from '../kit/dates';
import { FullPage, ProblemView } from './problem-view';
import { SignIn } from './sign-in';

const MeContext = createContext<Me | undefined>(undefined);

/** The person who is signed in. Pages are drawn only when there is one. */
export function useMe(): Me {
  const me = useContext(MeContext);
  if (!me) throw new Error('useMe is for pages inside the session gate');
  return me;
}

/** Shows the app to a person who is signed in, else the sign-in page at the same address. */
export function SessionGate({ children }: { children: ReactNode }) {
  const { data: me, error, refetch } = useQuery(meQuery);
  const wasSignedIn = useRef(false);
  useEffect(() => {
    if (me) wasSignedIn.current = true;
  }, [me]);
  if (error) {
    return (
      <FullPage>
        <ProblemView problem={problemOf(error)} onRetry={() => void refetch()} />
      </FullPage>
    );
  }
  if (me === undefined) return null;
  if (me === null) return <SignIn sessionLost={wasSignedIn.current} />;
  showTimesIn(me.timeZone);
  return <MeContext.Provider value={me}>{children}</MeContext.Provider>;
}
