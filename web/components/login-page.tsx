import { words } from '../i18n/index.js';
import { show } from '../router.js';
import { Brand } from './brand.js';
import { HeaderTools } from './header-tools.js';
import { PageHeading } from './page-heading.js';
import { SiteNav } from './site-nav.js';

/** Shown instead of a page with a connection if the server requires a login and this browser has no valid token. */
export function LoginPage() {
  const { roomAccess } = words.value;
  return (
    <>
      <header class="top">
        <Brand onClick={() => show({ page: 'start' })} />
        <SiteNav />
        <HeaderTools />
      </header>
      <main class="name-page">
        <PageHeading title={roomAccess.tokenTitle} />
        <p class="lead">{roomAccess.tokenLead}</p>
      </main>
    </>
  );
}
