import type { ComponentChildren } from 'preact';
import { Icon, type IconName } from './icon.js';

interface Props {
  icon: IconName;
  title: string;
  /** What to do. */
  text: string;
  children?: ComponentChildren;
}

/** Stands where there is nothing yet, and says what to do about it. */
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
