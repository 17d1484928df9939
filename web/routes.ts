import type { ComponentType } from 'preact';
import type { Place } from './router.js';
import { loadStyles } from './style-sheet.js';
import adminStyles from './styles/routes/admin.css?url';
import classesStyles from './styles/routes/classes.css?url';
import homeStyles from './styles/routes/home.css?url';
import lectureStyles from './styles/routes/lecture.css?url';
import programmeStyles from './styles/routes/programme.css?url';
import roomStyles from './styles/routes/room.css?url';

export type Page = ComponentType<{ at: Place }>;

const loadRoom = () => import('./routes/room.js');

const loadAdmin = async () => {
  const code = await import('./routes/admin.js');
  await code.loadAdminWords();
  return code;
};

const load = {
  room: loadRoom,
  classes: () => import('./routes/classes.js'),
  lecture: () => import('./routes/lecture.js'),
  programmes: () => import('./routes/programmes.js'),
  programme: () => import('./routes/programme.js'),
  admin: loadAdmin,
} satisfies Record<string, () => Promise<{ Page: Page }>>;

/** A part of the app whose code is loaded on demand. */
export type Route = keyof typeof load;

/** The style sheet of each kind of page. */
export const styleSheets: Record<Place['page'], string> = {
  start: homeStyles,
  room: roomStyles,
  classes: classesStyles,
  class: classesStyles,
  lecture: lectureStyles,
  programmes: programmeStyles,
  programme: programmeStyles,
  admin: adminStyles,
};

const loaded = new Map<Route, Page>();

/** Returns the page of a route; undefined before its code is loaded. */
export const loadedPage = (route: Route): Page | undefined => loaded.get(route);

/** Loads a route's code. Rejects if it cannot be loaded. */
export async function loadPage(route: Route): Promise<Page> {
  const { Page } = await load[route]();
  loaded.set(route, Page);
  return Page;
}

/** Loads everything that a room needs. Resolves to the functions that open a room; rejects if loading fails. */
export async function prepareRoom(): Promise<Omit<Awaited<ReturnType<typeof loadRoom>>, 'Page'>> {
  const [code] = await Promise.all([loadRoom(), loadPage('room'), loadStyles(roomStyles)]);
  return code;
}
