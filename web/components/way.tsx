import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { Icon, type IconName } from './icon.js';

interface Props {
  icon: IconName;
  title: string;
  text: string;
  onSubmit: () => void;
  children: ComponentChildren;
}

/** One of the ways to begin, on the start page. */
export function Way({ icon, title, text, onSubmit, children }: Props) {
  const id = useId();
  return (
    <form
      class="panel way"
      noValidate
      aria-labelledby={id}
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      <h2 id={id}>
        <Icon name={icon} size={24} />
        {title}
      </h2>
      <p class="about">{text}</p>
      {children}
    </form>
  );
}
