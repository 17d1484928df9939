import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

interface Props {
  /** What the button shows. */
  face: ComponentChildren;
  /** What the button is called, where its face does not say. */
  label?: string;
  class?: string;
  buttonClass?: string;
  /** Whether it stands in a list that scrolls: then what opens is brought into view. */
  scrolls?: boolean;
  children: ComponentChildren;
}

/** A button that opens a small panel; Escape, a press elsewhere or moving the focus away closes it. */
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
