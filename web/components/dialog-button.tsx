import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { Dialog } from './dialog.js';

interface Props {
  label: string;
  /** The title of the dialog. */
  title: string;
  class: string;
  buttonClass?: string;
  children: ComponentChildren;
}

/** A button that opens a dialog. */
export function DialogButton({
  label,
  title,
  class: name,
  buttonClass = 'button outline small',
  children,
}: Props) {
  const open = useSignal(false);
  return (
    <>
      <button
        type="button"
        class={buttonClass}
        onClick={() => {
          open.value = true;
        }}
      >
        {label}
      </button>
      {open.value && (
        <Dialog
          title={title}
          class={name}
          onClose={() => {
            open.value = false;
          }}
        >
          {children}
        </Dialog>
      )}
    </>
  );
}
