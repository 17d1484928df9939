import { signal } from '@preact/signals';
import { linkTo } from '../router.js';

/** The secret of the link that this page was opened with, until the user has answered the question about it. */
export const linkSecret = signal<string | undefined>(undefined);

/** Returns the link for another browser. Browsers do not send the part after `#` to servers. */
export const linkWith = (secret: string): string => `${linkTo({ page: 'start' })}#browser=${secret}`;

/** Reads a link's secret and removes it from the address bar, so that it is not copied with the address. */
export function takeLink(): void {
  const [, secret] = /^#browser=([\w-]{32})$/.exec(location.hash) ?? [];
  if (secret === undefined) return;
  linkSecret.value = secret;
  history.replaceState(history.state, '', location.pathname + location.search);
}
