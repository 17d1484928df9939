import { show } from '../router.js';
import { Brand } from './brand.js';
import { HeaderTools } from './header-tools.js';
import { ShortcutHelp } from './shortcut-help.js';
import { SiteNav } from './site-nav.js';

/** The header of the pages outside of a room. */
export function SiteHeader() {
  return (
    <header class="top">
      <Brand onClick={() => show({ page: 'start' })} />
      <SiteNav />
      <ShortcutHelp />
      <HeaderTools />
    </header>
  );
}
