import { computed, signal } from '@preact/signals';
import { isRoomId } from 'lectern-client';
import { addressOf, base } from './base.js';

/** The page that an address names, with its parameters. */
export type Place =
  | { page: 'start' }
  | { page: 'room'; room: string }
  | { page: 'classes' }
  | { page: 'class'; classUuid: string }
  | { page: 'lecture'; classUuid: string; lectureId: number }
  | { page: 'programmes' }
  | { page: 'admin' }
  | { page: 'programme'; schedule: string; roomId?: string };

export const place = signal<Place>(placeOf(location.pathname));

/** The room that the address names; undefined if it names something else. */
export const roomInAddress = computed(() => (place.value.page === 'room' ? place.value.room : undefined));

const leaving = new Set<() => void>();

/** Calls the listener before the address changes to another place. Returns a function that removes the listener. */
export function onLeaving(listener: () => void): () => void {
  leaving.add(listener);
  return () => leaving.delete(listener);
}

let question: ((leave: () => void) => void) | undefined;

/**
 * Asks the user before the address changes to another place. Reloading and closing the page are not asked about.
 * @param ask called with a function that leaves after all
 * @returns a function that stops asking
 */
export function askBeforeLeaving(ask: (leave: () => void) => void): () => void {
  question = ask;
  return () => {
    if (question === ask) question = undefined;
  };
}

function move(next: Place): void {
  for (const listener of leaving) listener();
  place.value = next;
}

/** The number of the current entry in the browser's history, counted from the page's first one. */
let entry = entryNumber();

function entryNumber(): number {
  const { number } = (history.state ?? {}) as { number?: unknown };
  return typeof number === 'number' ? number : 0;
}

addEventListener('popstate', () => {
  const steps = entryNumber() - entry;
  // Also after the way back to this page, from one that the user was asked about.
  if (location.pathname === pathOf(place.peek())) {
    entry += steps;
  } else if (question && steps !== 0) {
    history.go(-steps);
    question(() => {
      question = undefined;
      history.go(steps);
    });
  } else {
    entry += steps;
    move(placeOf(location.pathname));
  }
});

/** Navigates to a place and adds it to the browser's history. */
export function show(next: Place): void {
  const path = pathOf(next);
  if (path === location.pathname) return;
  if (question) {
    question(() => {
      question = undefined;
      show(next);
    });
    return;
  }
  history.pushState({ number: ++entry }, '', path);
  scrollTo(0, 0);
  move(next);
}

/** Shows a room or, if none is given, the start page. */
export const goTo = (room: string | undefined): void =>
  show(room === undefined ? { page: 'start' } : { page: 'room', room });

/** Returns the place that a path, for example `/room/blue`, names; the start page if it names none. */
export function placeOf(path: string): Place {
  const [first, id = '', more, lecture = ''] = segments(path);
  if (first === 'room' && id !== '') return { page: 'room', room: id };
  if (first === 'programmes') {
    if (!isSchedule(id)) return { page: 'programmes' };
    const room = more === 'rooms' && lecture !== '' ? { roomId: lecture } : {};
    return { page: 'programme', schedule: id, ...room };
  }
  if (first === 'admin' && id === '') return { page: 'admin' };
  if (first !== 'classes') return { page: 'start' };
  if (id === '') return { page: 'classes' };
  const lectureId = /^[1-9]\d{0,15}$/.test(lecture) ? Number(lecture) : undefined;
  if (more === 'lectures' && lectureId !== undefined) return { page: 'lecture', classUuid: id, lectureId };
  return { page: 'class', classUuid: id };
}

/** Returns the segments of a path, relative to this server's base path. */
function segments(path: string): string[] {
  const below = path.startsWith(base.pathname) ? path.slice(base.pathname.length) : path.slice(1);
  try {
    return below.split('/').map(decodeURIComponent);
  } catch {
    return [];
  }
}

/** Returns the path of a place, for example `/room/blue`. */
export const pathOf = (at: Place): string => addressOf(relativePathOf(at)).pathname;

function relativePathOf(at: Place): string {
  switch (at.page) {
    case 'start':
      return '';
    case 'room':
      return `room/${encodeURIComponent(at.room)}`;
    case 'classes':
      return 'classes';
    case 'class':
      return `classes/${encodeURIComponent(at.classUuid)}`;
    case 'lecture':
      return `classes/${encodeURIComponent(at.classUuid)}/lectures/${at.lectureId}`;
    case 'programmes':
    case 'admin':
      return at.page;
    case 'programme': {
      const programme = `programmes/${encodeURIComponent(at.schedule)}`;
      return at.roomId === undefined ? programme : `${programme}/rooms/${encodeURIComponent(at.roomId)}`;
    }
  }
}

/** Returns the full address of a place, to share with others. */
export const linkTo = (at: Place): string => addressOf(relativePathOf(at)).href;

/** Returns the place of a link; undefined if the text is not a link. */
const placeInLink = (text: string): Place | undefined =>
  /^https?:\/\//i.test(text) && URL.canParse(text) ? placeOf(new URL(text).pathname) : undefined;

/** Converts the text of the room field to a room id: a link to its room, spaces to dashes. */
export function readRoom(written: string): string {
  const text = written.normalize('NFC').trim();
  const linked = placeInLink(text);
  if (linked) return linked.page === 'room' ? linked.room : text;
  return text.replace(/\s+/g, '-');
}

const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** Returns the class that a pasted link, path or id names; undefined if it names none. */
export function readClass(written: string): string | undefined {
  const text = written.trim();
  const named = placeInLink(text) ?? (text.startsWith('/') ? placeOf(text) : undefined);
  const id = named === undefined ? text : 'classUuid' in named ? named.classUuid : '';
  return uuid.test(id) ? id.toLowerCase() : undefined;
}

/** Returns the place that a pasted link or path, a class's id or a room's name leads to; undefined if none. */
export function readPlace(written: string): Place | undefined {
  const text = written.trim();
  const named = placeInLink(text) ?? (text.startsWith('/') ? placeOf(text) : undefined);
  const classUuid = named ? undefined : readClass(text);
  const place = named ?? (classUuid ? { page: 'class', classUuid } : { page: 'room', room: readRoom(text) });
  if (place.page === 'room') return isRoomId(place.room) ? place : undefined;
  return place.page === 'start' ? undefined : place;
}

/** Whether an id is valid in the address of a programme. */
function isSchedule(id: string): boolean {
  return /^[^/]{1,64}$/.test(id) && id.trim() !== '';
}

/** Returns the programme and, if given, the room that a pasted link, path or id names; undefined if it names none. */
export function readProgramme(written: string): (Place & { page: 'programme' }) | undefined {
  const text = written.trim();
  const named = placeInLink(text) ?? (text.startsWith('/') ? placeOf(text) : undefined);
  if (named) return named.page === 'programme' ? named : undefined;
  return isSchedule(text) ? { page: 'programme', schedule: text } : undefined;
}

const pick = (list: string[]): string => list[Math.floor(Math.random() * list.length)] ?? '';

/** Proposes a name that is easy to say, for example `calm-river-42`. */
export const proposeRoom = (from: { adjectives: string[]; nouns: string[] }): string =>
  `${pick(from.adjectives)}-${pick(from.nouns)}-${10 + Math.floor(Math.random() * 90)}`;
