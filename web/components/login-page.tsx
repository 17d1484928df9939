import { words } from '../i18n/index.js';
import { PageHeading } from './page-heading.js';
import { SiteHeader } from './site-header.js';

/** Shown instead of a page with a connection if the server requires a login and this browser has no valid token. */
export function LoginPage() {
  const { roomAccess } = words.value;
  return (
    <>
      <SiteHeader />
      <main class="name-page">
        <PageHeading title={roomAccess.tokenTitle} />
        <p class="lead">{roomAccess.tokenLead}</p>
      </main>
    </>
  );
}
