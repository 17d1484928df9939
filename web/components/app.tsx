import { announcement } from '../announcer.js';
import { currentPage } from '../current-page.js';
import { ToastList } from './toast-list.js';

/** The page that the address names, and what may be said over any of them. */
export function App() {
  const { at, Page } = currentPage.value;
  return (
    <>
      <Page at={at} />
      <ToastList />
      <div class="visually-hidden" role="status" aria-live="polite">
        {announcement}
      </div>
    </>
  );
}
