import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { codeOf, type FailureCode } from '../refusal.js';
import { Dialog } from './dialog.js';
import { Submit } from './submit.js';

interface Props {
  title: string;
  /** The label of the submit button, and the one while the request is pending. */
  submitWord: string;
  busyWord: string;
  /** Returns the text for a refusal in this form. */
  why?: (code: FailureCode) => string;
  /**
   * Called to send the form. Resolves to whether that was done; if not, or if it rejects with a RequestError, the
   * dialog stays open.
   */
  onSubmit: () => Promise<boolean>;
  onClose: () => void;
  children: ComponentChildren;
}

/** A dialog with a form that sends a request, and closes once that has succeeded. */
export function FormDialog({ title, submitWord, busyWord, why, onSubmit, onClose, children }: Props) {
  const busy = useSignal(false);
  const trouble = useSignal<FailureCode | undefined>(undefined);
  const submit = async (): Promise<void> => {
    busy.value = true;
    trouble.value = undefined;
    try {
      if (await onSubmit()) onClose();
    } catch (error) {
      trouble.value = codeOf(error);
    } finally {
      busy.value = false;
    }
  };
  return (
    <Dialog title={title} onClose={onClose} closedby="closerequest">
      <form
        class="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!busy.value) void submit();
        }}
      >
        {children}
        <Submit
          word={submitWord}
          busyWord={busyWord}
          busy={busy.value}
          trouble={trouble.value}
          {...(why && { why })}
        />
      </form>
    </Dialog>
  );
}
