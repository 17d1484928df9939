import type { ComponentChildren } from 'preact';

interface Props {
  id: string;
  title: string;
  text?: string;
  children: ComponentChildren;
}

/** A part of the page with a heading. */
export function Section({ id, title, text, children }: Props) {
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {text !== undefined && <p class="quiet">{text}</p>}
      {children}
    </section>
  );
}
