import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  DialogTrigger,
  MessageBar,
  MessageBarBody,
  makeStyles,
  Spinner,
  tokens,
} from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { problemOf } from '../api/problem';
import { messages } from '../shell/messages';
import { useReturnFocus } from './use-return-focus';

const useStyles = makeStyles({
  content: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
  choice: { '@media (min-width: 480px)': { whiteSpace: 'nowrap', maxWidth: 'none' } },
  wide: { maxWidth: 'min(760px, 100vw)' },
});

interface Props {
  readonly title: string;
  /** What the button says that does it: the deed with its number. */
  readonly confirm: string;
  /** What it says while it is being done. */
  readonly working: string;
  readonly pending: boolean;
  /** There is nothing to do it to. */
  readonly disabled?: boolean;
  /** Why it was refused, where no field says so. */
  readonly error?: unknown;
  readonly wide?: boolean;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** Asks before a deed: what will happen, in numbers, and the way back. It stays open while it is being done. */
export function ConfirmDialog(props: Props) {
  useReturnFocus();
  const { title, pending, wide = false, onClose, children, error } = props;
  const styles = useStyles();
  return (
    <Dialog open onOpenChange={(_, { open }) => !open && !pending && onClose()}>
      <DialogSurface {...(wide ? { className: styles.wide } : {})}>
        <DialogBody>
          <DialogTitle>{title}</DialogTitle>
          <DialogContent className={styles.content}>
            {children}
            {error ? <Refusal error={error} /> : null}
          </DialogContent>
          <Choices {...props} />
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}

function Choices({ confirm, working, pending, disabled = false, onConfirm }: Props) {
  return (
    <DialogActions>
      <Button
        appearance="primary"
        className={useStyles().choice}
        disabled={disabled || pending}
        icon={pending ? <Spinner size="tiny" /> : null}
        onClick={onConfirm}
      >
        {pending ? working : confirm}
      </Button>
      <DialogTrigger disableButtonEnhancement>
        <Button disabled={pending}>{messages.app.back}</Button>
      </DialogTrigger>
    </DialogActions>
  );
}

function Refusal({ error }: { error: unknown }) {
  const { message, remedy } = problemOf(error);
  return (
    <MessageBar intent="error" layout="multiline">
      <MessageBarBody>{[message, remedy].filter(Boolean).join(' ')}</MessageBarBody>
    </MessageBar>
  );
}
