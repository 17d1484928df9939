import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { place } from '../router.js';
import { pageTitle } from '../title.js';

const first = place.peek();

/** The heading of a page. It gets the focus after navigation from another page, and is the title of the tab. */
export function PageHeading({ title, children }: { title: string; children?: ComponentChildren }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (place.peek() !== first) heading.current?.focus();
  }, []);
  useEffect(() => {
    pageTitle.value = title;
    return () => {
      pageTitle.value = '';
    };
  }, [title]);
  return (
    <h1 ref={heading} tabIndex={-1}>
      {children || title}
    </h1>
  );
}
