import { useEffect, useRef } from 'preact/hooks';
import { words } from '../i18n/index.js';
import { Icon } from './icon.js';
import { dismiss, TOAST_MS, type Toast, toasts, undo, undoLast } from './toasts.js';

/** Notices of recent actions at the bottom of the window. Ctrl+Z undoes the newest action that can be undone. */
export function ToastList() {
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (event.code !== 'KeyZ' || event.shiftKey || !(event.ctrlKey || event.metaKey)) return;
      const { target } = event;
      if (target instanceof Element && target.closest('input, textarea, [contenteditable]')) return;
      if (undoLast()) event.preventDefault();
    };
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  }, []);
  return (
    <section class="toasts" aria-label={words.value.shell.toasts}>
      {toasts.value.map((toast) => (
        <ToastItem key={toast.id} toast={toast} />
      ))}
    </section>
  );
}

function ToastItem({ toast }: { toast: Toast }) {
  const { shell, trouble } = words.value;
  const box = useRef<HTMLDivElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const hold = (): void => clearTimeout(timer.current);
  const start = (): void => {
    hold();
    timer.current = setTimeout(() => dismiss(toast), TOAST_MS);
  };
  // A toast with the pointer or the focus on it is still being read.
  const release = (): void => {
    if (!box.current?.matches(':hover, :focus-within')) start();
  };
  useEffect(() => {
    start();
    return hold;
  }, []);
  return (
    <div
      ref={box}
      class="toast"
      onPointerEnter={hold}
      onPointerLeave={release}
      onFocusIn={hold}
      onFocusOut={() => requestAnimationFrame(release)}
    >
      <p>{toast.text}</p>
      {toast.undo && (
        <button type="button" class="button small" onClick={() => undo(toast)}>
          {shell.undo}
        </button>
      )}
      <button
        type="button"
        class="button icon small"
        aria-label={trouble.dismiss}
        title={trouble.dismiss}
        onClick={() => dismiss(toast)}
      >
        <Icon name="close" size={16} />
      </button>
    </div>
  );
}
