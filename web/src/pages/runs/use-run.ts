import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { isLive, runQuery, runsQuery, watchRun } from '../../api/runs';

const ASK_EVERY = 2000;

/** A run as it goes: the server tells of each change; where it stops telling, the page asks by itself. */
export function useRun(module: string, id: string, enabled: boolean) {
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const query = useQuery({ ...runQuery(module, id), enabled, refetchInterval: asking ? ASK_EVERY : false });
  const live = query.data !== undefined && isLive(query.data.state);
  useEffect(() => {
    if (!live) return;
    const stop = watchRun(
      module,
      id,
      (view) => client.setQueryData(runQuery(module, id).queryKey, view),
      () => setAsking(true),
    );
    return () => {
      stop();
      setAsking(false);
      for (const queryKey of [runsQuery(module).queryKey, ['dashboard', module], ['tile', module]])
        void client.invalidateQueries({ queryKey });
    };
  }, [client, module, id, live]);
  return query;
}
