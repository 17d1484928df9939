import { effect, signal, untracked } from '@preact/signals';
import { DoorPage } from './components/door-page.js';
import { HomePage } from './components/home-page.js';
import { LoadFailed } from './components/load-failed.js';
import { Loading } from './components/loading.js';
import { NamePage } from './components/name-page.js';
import { userName } from './preferences.js';
import { type Place, place } from './router.js';
import { loadedPage, loadPage, type Page, type Route, styleSheets } from './routes.js';
import { session } from './session-state.js';
import { loadStyles, stylesLoaded, useStyles } from './style-sheet.js';

/** The current page and its address. */
export const currentPage = signal<{ at: Place; Page: Page }>({ at: place.peek(), Page: Loading });

const routes: Record<Place['page'], Route | undefined> = {
  start: undefined,
  room: 'room',
  classes: 'classes',
  class: 'classes',
  lecture: 'lecture',
  programmes: 'programmes',
  programme: 'programme',
  admin: 'admin',
};

/** What to show for an address: a route or the page that asks for a name, whose code is always loaded. */
function pageOf({ page }: Place): Page | Route {
  const route = routes[page];
  if (route === undefined) return HomePage;
  if (route === 'room') return session.value ? route : DoorPage;
  return userName.value === '' && route !== 'programmes' && route !== 'admin' ? NamePage : route;
}

/** Shows the page of an address, and a loading indicator until its code and styles are loaded. */
async function show(at: Place, wanted: Page | Route): Promise<void> {
  const styles = styleSheets[at.page];
  const present = (Page: Page): void => {
    useStyles(styles);
    currentPage.value = { at, Page };
    // After the name, the route's code is needed next. A failure is reported when the code is needed.
    const next = routes[at.page];
    if (next !== undefined && next !== wanted) loadPage(next).catch(() => {});
  };
  const Page = typeof wanted === 'string' ? loadedPage(wanted) : wanted;
  if (Page && stylesLoaded(styles)) return present(Page);
  const loading = { at, Page: Loading };
  currentPage.value = loading;
  const stillWanted = (): boolean => currentPage.peek() === loading;
  try {
    const code = typeof wanted === 'string' ? loadPage(wanted) : wanted;
    const [next] = await Promise.all([code, loadStyles(styles)]);
    if (stillWanted()) present(next);
  } catch {
    if (stillWanted()) currentPage.value = { at, Page: LoadFailed };
  }
}

/** Keeps the current page in accordance with the address. */
export const followAddress = (): (() => void) =>
  effect(() => {
    const at = place.value;
    const wanted = pageOf(at);
    untracked(() => void show(at, wanted));
  });
