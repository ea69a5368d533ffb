import { Toast, ToastBody, Toaster, ToastTitle, useToastController } from '@fluentui/react-components';
import { useEffect, useRef } from 'react';
import type { Notice } from './notifications';

const TOASTER = 'jupiter';

/** Shows each notice once, in the order they came. */
export function Toasts({ notices }: { notices: readonly Notice[] }) {
  const { dispatchToast } = useToastController(TOASTER);
  const shown = useRef(0);
  useEffect(() => {
    for (const { title, body, intent } of notices.slice(shown.current)) {
      const toast = (
        <Toast>
          <ToastTitle>{title}</ToastTitle>
          {body ? <ToastBody>{body}</ToastBody> : null}
        </Toast>
      );
      dispatchToast(toast, { intent, timeout: intent === 'error' ? 10_000 : 5000, pauseOnHover: true });
    }
    shown.current = notices.length;
  }, [notices, dispatchToast]);
  return <Toaster toasterId={TOASTER} position="bottom-end" />;
}
