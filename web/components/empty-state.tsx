import type { ComponentChildren } from 'preact';
import { Icon, type IconName } from './icon.js';

interface Props {
  icon: IconName;
  title: string;
  /** The next step for the user. */
  text: string;
  children?: ComponentChildren;
}

/** A placeholder for an empty list, with the next step for the user. */
export function EmptyState({ icon, title, text, children }: Props) {
  return (
    <div class="empty-state">
      <Icon name={icon} size={28} />
      <p class="what">{title}</p>
      <p>{text}</p>
      {children && <div class="actions">{children}</div>}
    </div>
  );
}
