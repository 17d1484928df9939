import type { VNode } from 'preact';

interface Described {
  id: string;
  'aria-describedby': string;
  'aria-invalid': boolean;
}

interface Props {
  id: string;
  label: string;
  hint: string;
  wrong: boolean;
  /** Receives the attributes that connect the input with its label and hint. */
  children: (described: Described) => VNode;
}

/** A labeled input with a line for a hint or an error below it. The line's space is always reserved. */
export function Field({ id, label, hint, wrong, children }: Props) {
  const hintId = `${id}-hint`;
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {children({ id, 'aria-describedby': hintId, 'aria-invalid': wrong })}
      <p id={hintId} class={wrong ? 'hint wrong' : 'hint'} role={wrong ? 'alert' : undefined}>
        {hint}
      </p>
    </div>
  );
}
