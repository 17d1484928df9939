import { show } from '../router.js';
import { Brand } from './brand.js';
import { HeaderTools } from './header-tools.js';
import { SchoolBanner } from './school-banner.js';
import { ShortcutHelp } from './shortcut-help.js';
import { SiteNav } from './site-nav.js';

/** The header of the classroom's pages, and below it what must be said about the connection. */
export function SchoolHeader() {
  return (
    <>
      <header class="top">
        <Brand onClick={() => show({ page: 'start' })} />
        <SiteNav />
        <ShortcutHelp />
        <HeaderTools />
      </header>
      <SchoolBanner />
    </>
  );
}
