import { words } from '../i18n/index.js';
import { PageHeading } from './page-heading.js';
import { SiteHeader } from './site-header.js';

/**
 * Stands in for a page whose code or styles cannot be loaded. A server that was updated meanwhile no longer has the
 * files that this page knows of: reloading helps in that case too.
 */
export function LoadFailed() {
  const { shell } = words.value;
  return (
    <>
      <SiteHeader />
      <main class="message">
        <PageHeading title={shell.loadFailed} />
        <p>{shell.loadFailedTodo}</p>
        <div class="actions">
          <button type="button" class="button primary" onClick={() => location.reload()}>
            {shell.again}
          </button>
        </div>
      </main>
    </>
  );
}
