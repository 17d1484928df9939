import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { words } from '../i18n/index.js';
import { Icon } from './icon.js';

interface Props {
  title: string;
  /** Called when it was closed, by its button, Escape or a press beside it; whoever shows it then takes it away. */
  onClose: () => void;
  class?: string;
  /** A press beside it closes it, unless something is written in it. */
  closedby?: 'any' | 'closerequest';
  children: ComponentChildren;
}

/** A modal dialog, open while it is shown; the focus goes back to where it was. */
export function Dialog({ title, onClose, class: name = '', closedby = 'any', children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    // In a form one begins to write, not to close it.
    shown?.querySelector<HTMLElement>('form :is(input, textarea, select)')?.focus();
    return () => shown?.close();
  }, []);
  return (
    <dialog ref={dialog} class={`sheet ${name}`} aria-labelledby={id} closedby={closedby} onClose={onClose}>
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
