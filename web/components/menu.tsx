import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

interface Props {
  /** The content of the button. */
  face: ComponentChildren;
  /** The accessible name of the button, if its content is not enough. */
  label?: string;
  class?: string;
  buttonClass?: string;
  /** Whether the menu is in a scrolling list. The opened panel is then scrolled into view. */
  scrolls?: boolean;
  children: ComponentChildren;
}

/** A button that opens a small panel. Escape, a press outside or moving the focus away closes it. */
export function Menu({ face, label, class: name = '', buttonClass = '', scrolls = false, children }: Props) {
  const menu = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    const details = menu.current;
    if (!details) return;
    const close = (event: Event): void => {
      if (event.target instanceof Node && !details.contains(event.target)) details.open = false;
    };
    const closeByKey = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || !details.open) return;
      details.open = false;
      details.querySelector('summary')?.focus();
    };
    document.addEventListener('pointerdown', close);
    document.addEventListener('focusin', close);
    details.addEventListener('keydown', closeByKey);
    return () => {
      document.removeEventListener('pointerdown', close);
      document.removeEventListener('focusin', close);
      details.removeEventListener('keydown', closeByKey);
    };
  }, []);
  return (
    <details
      ref={menu}
      class={`menu ${name}`}
      onToggle={({ currentTarget }) => {
        if (scrolls) currentTarget.querySelector('.panel')?.scrollIntoView({ block: 'nearest' });
      }}
    >
      <summary class={buttonClass} aria-label={label} title={label}>
        {face}
      </summary>
      <div class="panel">{children}</div>
    </details>
  );
}
