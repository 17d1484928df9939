import type { ComponentChildren } from 'preact';

interface Props {
  /** The accessible name, if the content is not enough. */
  label?: string;
  danger?: boolean;
  onChoose: () => void;
  children: ComponentChildren;
}

/** An entry of a menu. Choosing it closes the menu. */
export function MenuItem({ label, danger = false, onChoose, children }: Props) {
  return (
    <button
      type="button"
      class={danger ? 'button plain small danger-word' : 'button plain small'}
      aria-label={label}
      onClick={({ currentTarget }) => {
        const menu = currentTarget.closest('details');
        menu?.removeAttribute('open');
        menu?.querySelector('summary')?.focus();
        onChoose();
      }}
    >
      {children}
    </button>
  );
}
