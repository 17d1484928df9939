import type { ComponentChildren } from 'preact';

interface Props {
  what?: string;
  todo?: string;
  alert?: boolean;
  children?: ComponentChildren;
}

/** A note in the middle of the stage. */
export function StageNote({ what, todo, alert = false, children }: Props) {
  return (
    <div class="stage-note" role={alert ? 'alert' : undefined}>
      {what && <p class="what">{what}</p>}
      {todo && <p>{todo}</p>}
      {children}
    </div>
  );
}
