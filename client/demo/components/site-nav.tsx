import { words } from '../i18n/index.js';
import { place } from '../router.js';
import { Link } from './link.js';

/** The two halves of the house. */
export function SiteNav() {
  const { shell } = words.value;
  const { page } = place.value;
  return (
    <nav class="site-nav" aria-label={shell.nav}>
      <Link to={{ page: 'start' }} current={page === 'start' ? 'page' : undefined}>
        {shell.rooms}
      </Link>
      <Link
        to={{ page: 'lobby' }}
        current={page === 'lobby' ? 'page' : page === 'start' ? undefined : 'true'}
      >
        {shell.classes}
      </Link>
    </nav>
  );
}
