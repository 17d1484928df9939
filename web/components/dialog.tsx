import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { words } from '../i18n/index.js';
import { Icon } from './icon.js';

interface Props {
  title: string;
  /**
   * Called when the dialog was closed with its button, Escape or a press outside. The caller must then remove the
   * dialog.
   */
  onClose: () => void;
  class?: string;
  /** `any`: a press outside closes the dialog too; `closerequest`: it does not, so that input is not lost. */
  closedby?: 'any' | 'closerequest';
  children: ComponentChildren;
}

/** A modal dialog, open while it is rendered. When it closes, the focus returns to the previous element. */
export function Dialog({ title, onClose, class: name = '', closedby = 'any', children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  const rendered = useRef(true);
  useEffect(() => {
    const shown = dialog.current;
    const { activeElement: before } = document;
    shown?.showModal();
    // In a form, the first field gets the focus instead of the close button.
    shown?.querySelector<HTMLElement>('form :is(input, textarea, select)')?.focus();
    return () => {
      // The event comes later, when the caller can already render another dialog.
      rendered.current = false;
      shown?.close();
      // Browsers do not return the focus from a dialog that was removed while it was open.
      if (document.activeElement === document.body && before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      class={`sheet ${name}`}
      aria-labelledby={id}
      closedby={closedby}
      onClose={() => rendered.current && onClose()}
    >
      <div class="head">
        <h2 id={id}>{title}</h2>
        <button
          type="button"
          class="button plain icon small"
          aria-label={words.value.shell.close}
          title={words.value.shell.close}
          onClick={() => dialog.current?.close()}
        >
          <Icon name="close" />
        </button>
      </div>
      {children}
    </dialog>
  );
}
