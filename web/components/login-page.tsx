import { words } from '../i18n/index.js';
import { show } from '../router.js';
import { Brand } from './brand.js';
import { HeaderTools } from './header-tools.js';
import { PageHeading } from './page-heading.js';
import { SiteNav } from './site-nav.js';

/** Before the classroom's pages of a server that wants a login, for who has none that holds: what to do. */
export function LoginPage() {
  const { roomAccess } = words.value;
  return (
    <>
      <header class="top">
        <Brand onClick={() => show({ page: 'start' })} />
        <SiteNav />
        <HeaderTools />
      </header>
      <main class="name-door">
        <PageHeading title={roomAccess.tokenTitle} />
        <p class="lead">{roomAccess.tokenLead}</p>
      </main>
    </>
  );
}
