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
  /** Gets what ties the input to its label and hint. */
  children: (described: Described) => VNode;
}

/** A labelled input with a line below it that helps, or says what is wrong; the line's place is kept. */
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
