import { createContext, lazy, type ReactNode, Suspense, useCallback, useContext, useState } from 'react';

export interface Notice {
  readonly title: string;
  readonly body?: string | undefined;
  readonly intent: 'success' | 'error';
}

/** Toasts come with the first notice: the first load does without them. */
const Toasts = lazy(async () => ({ default: (await import('./toasts')).Toasts }));

const NotifyContext = createContext<(notice: Notice) => void>(() => undefined);
/** Says in a short toast that something is done, or that it is not. */
export const useNotify = (): ((notice: Notice) => void) => useContext(NotifyContext);

/** Collects what the app has to say; the app's one toaster says it. */
export function Notifications({ children }: { children: ReactNode }) {
  const [notices, setNotices] = useState<readonly Notice[]>([]);
  const notify = useCallback((notice: Notice) => setNotices((before) => [...before, notice]), []);
  return (
    <NotifyContext.Provider value={notify}>
      {children}
      {notices.length > 0 ? (
        <Suspense fallback={null}>
          <Toasts notices={notices} />
        </Suspense>
      ) : null}
    </NotifyContext.Provider>
  );
}
