import { announcement } from '../announcer.js';
import { LinkQuestion } from '../browsers/link-question.js';
import { currentPage } from '../current-page.js';
import { ShortcutList } from './shortcut-help.js';
import { ToastList } from './toast-list.js';

/** The page for the address, with the dialogs and notices that can appear on any page. */
export function App() {
  const { at, Page } = currentPage.value;
  return (
    <>
      <Page at={at} />
      <LinkQuestion />
      <ToastList />
      <ShortcutList />
      <div class="visually-hidden" role="status" aria-live="polite">
        {announcement}
      </div>
    </>
  );
}
