import type { ComponentChildren, RefObject } from 'preact';
import { type Place, pathOf, show } from '../router.js';

interface Props {
  to: Place;
  class?: string;
  label?: string | undefined;
  /** `page`: the link's page is the current one; `true`: the current page belongs to the link's section. */
  current?: 'page' | 'true' | undefined;
  anchor?: RefObject<HTMLAnchorElement | null>;
  children: ComponentChildren;
}

/** A link to another page of the app. With Ctrl or another modifier, the browser handles it like any other link. */
export function Link({ to, class: name, label, current, anchor, children }: Props) {
  return (
    <a
      ref={anchor}
      class={name}
      href={pathOf(to)}
      aria-label={label}
      aria-current={current}
      onClick={(event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
        event.preventDefault();
        show(to);
      }}
    >
      {children}
    </a>
  );
}
