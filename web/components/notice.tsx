import type { ComponentChildren } from 'preact';
import { Icon } from './icon.js';

/** An error notice: what does not work and what to do. */
export function Notice({
  what,
  todo,
  children,
}: {
  what: string;
  todo?: string | undefined;
  children?: ComponentChildren;
}) {
  return (
    <div class="notice">
      <Icon name="alert" />
      <div>
        <strong>{what}</strong>
        {todo && <p>{todo}</p>}
        {children}
      </div>
    </div>
  );
}
