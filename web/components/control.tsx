import type { ComponentChildren } from 'preact';
import { Icon, type IconName } from './icon.js';

interface Props {
  icon: IconName;
  /** The short label below the icon. */
  word: string;
  /** The full description of the button's action. */
  label: string;
  onClick: () => void;
  /** `yes`: in use; `off`: turned off, shown with emphasis. */
  on?: 'yes' | 'off' | undefined;
  class?: string;
  children?: ComponentChildren;
}

/** One of the large buttons at the bottom of the room. */
export function Control({ icon, word, label, onClick, on, class: name = '', children }: Props) {
  return (
    <button
      type="button"
      class={`control ${name}`}
      data-on={on}
      aria-label={label}
      title={label}
      onClick={onClick}
    >
      <Icon name={icon} size={22} />
      <span>{word}</span>
      {children}
    </button>
  );
}
