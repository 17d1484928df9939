import { words } from '../i18n/index.js';
import { place } from '../router.js';
import { Link } from './link.js';

/** The navigation between the sections of the app. */
export function SiteNav() {
  const { shell } = words.value;
  const { page } = place.value;
  return (
    <nav class="site-nav" aria-label={shell.nav}>
      <Link to={{ page: 'start' }} current={page === 'start' ? 'page' : undefined}>
        {shell.rooms}
      </Link>
      <Link
        to={{ page: 'classes' }}
        current={page === 'classes' ? 'page' : ['class', 'lecture'].includes(page) ? 'true' : undefined}
      >
        {shell.classes}
      </Link>
      <Link
        to={{ page: 'programmes' }}
        current={page === 'programmes' ? 'page' : page === 'programme' ? 'true' : undefined}
      >
        {shell.programmes}
      </Link>
    </nav>
  );
}
