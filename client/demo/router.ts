import { signal } from '@preact/signals';

/** The room that the address names; undefined at `/`. */
export const roomInAddress = signal(roomOf(location.pathname));

addEventListener('popstate', () => {
  roomInAddress.value = roomOf(location.pathname);
});

/** The room's id in a path such as `/room/blue`, as the protocol allows it. */
export function roomOf(path: string): string | undefined {
  const match = /^\/room\/([^/]+)\/?$/.exec(path);
  if (!match?.[1]) return undefined;
  try {
    return decodeURIComponent(match[1]);
  } catch {
    return undefined;
  }
}

export const roomPath = (room: string): string => `/room/${encodeURIComponent(room)}`;
export const roomLink = (room: string): string => new URL(roomPath(room), location.origin).href;

/** Shows the room, or with none the start page, in the address bar. */
export function goTo(room: string | undefined): void {
  const path = room === undefined ? '/' : roomPath(room);
  if (path !== location.pathname) history.pushState(null, '', path);
  roomInAddress.value = room;
}

// As `roomId` in schemas/common.json.
const allowed = /^[\p{L}\p{N}][\p{L}\p{M}\p{N}_.~-]{0,63}$/u;

export const isRoom = (room: string): boolean => allowed.test(room);

/** What somebody wrote into the room's field as a room's id: a pasted link gives its room, a blank a dash. */
export function readRoom(written: string): string {
  const text = written.normalize('NFC').trim();
  if (/^https?:\/\//i.test(text) && URL.canParse(text)) return roomOf(new URL(text).pathname) ?? text;
  return text.replace(/\s+/g, '-');
}

const pick = (list: string[]): string => list[Math.floor(Math.random() * list.length)] ?? '';

/** A name that is easily said, such as `calm-river-42`. */
export const proposeRoom = (from: { adjectives: string[]; nouns: string[] }): string =>
  `${pick(from.adjectives)}-${pick(from.nouns)}-${10 + Math.floor(Math.random() * 90)}`;
