import { computed, signal } from '@preact/signals';
import type {
  ApiBan,
  ApiBanList,
  ApiClient,
  ApiLiveLecture,
  ApiLiveLectureList,
  ApiNode,
  ApiNodeList,
  ApiRefusal,
  ApiRefusalList,
  ApiRevocation,
  ApiRevocationList,
  ApiRoom,
  ApiRoomList,
  ApiRoomWithClients,
} from 'lectern-protocol/http';
import { credentials } from '../identity.js';
import { visible } from '../view.js';
import { CallError, call } from './api.js';

/**
 * Time in ms between two updates. Server-sent events cannot carry the key in a header, and every update asks all nodes:
 * five seconds are short enough to see the effect of an action, and cost each node next to nothing.
 */
const INTERVAL_MS = 5000;

/** Where this tab remembers the key. The browser forgets it when the tab is closed. */
const STORAGE = 'lectern.admin';

export type Failure = 'wrong' | 'notAdmin' | 'disabled' | 'limited' | 'away';

/** The state of the server that the page shows. */
export interface Snapshot {
  at: Date;
  nodes: ApiNode[];
  rooms: ApiRoom[];
  moreRooms: boolean;
  lectures: ApiLiveLecture[];
  refusals: ApiRefusal[];
  missing: string[];
  /** Users and tokens that are banned from the server; undefined if the key is not allowed to see them. */
  revocations: ApiRevocation[] | undefined;
}

/** `asking`: the key is being checked; `locked`: a key is needed. */
export const access = signal<'asking' | 'locked' | 'open'>('asking');
export const failure = signal<Failure | undefined>(undefined);
/** The scope that the key lacks, if that is the failure. */
export const lackingScope = signal<string | undefined>(undefined);
export const snapshot = signal<Snapshot | undefined>(undefined);
/** Whether the last update failed. */
export const stale = signal(false);
export const paused = signal(false);
/** The room whose people are shown. */
export const openRoom = signal<string | undefined>(undefined);
export const people = signal<{ room: string; list: ApiClient[]; bans: ApiBan[] } | undefined>(undefined);
/** Names of lectures by the IDs of their rooms. */
export const lectureNames = computed(
  () => new Map(snapshot.value?.lectures.map(({ id, name }) => [`lecture_${id}`, name])),
);

let key = '';
/** Whether the key has not been refused for the list of revocations. */
let seesRevocations = true;
let timer: ReturnType<typeof setTimeout> | undefined;
/** Counts the updates, so that a late answer does not replace a newer one. */
let latest = 0;

function failureOf(error: unknown): Failure {
  const status = error instanceof CallError ? error.status : 0;
  if (status === 401) return 'wrong';
  if (status === 403) return 'notAdmin';
  if (status === 404) return 'disabled';
  return status === 429 ? 'limited' : 'away';
}

const isDenied = (found: Failure): boolean =>
  found === 'wrong' || found === 'notAdmin' || found === 'disabled';

async function peopleOf(room: string | undefined): Promise<typeof people.value> {
  if (room === undefined) return undefined;
  const path = `rooms/${encodeURIComponent(room)}`;
  const [list, bans] = await Promise.all([
    call<ApiRoomWithClients>(key, `${path}?limit=200`).then(
      ({ clients }) => clients,
      // Everybody has left the room.
      unless<ApiClient[]>(404, []),
    ),
    canBan(room) ? call<ApiBanList>(key, `${path}/bans?limit=200`).then((page) => page.bans) : [],
  ]);
  return { room, list, bans };
}

/** Returns whether users can be banned from a room: one of people, not of a class, a lecture or a namespace. */
export const canBan = (room: string): boolean => !/^(class|lecture)_|^\//.test(room);

/** Returns a handler of errors that replaces a refusal with a value. */
const unless =
  <T>(status: number, value: T) =>
  (error: unknown): T => {
    if (error instanceof CallError && error.status === status) return value;
    throw error;
  };

/** Returns the bans from the server. Asks only once with a key that lacks the scope: each refusal is listed on the page. */
async function revocationsOf(): Promise<ApiRevocation[] | undefined> {
  if (!seesRevocations) return undefined;
  const page = await call<ApiRevocationList>(key, 'revocations?limit=200').catch(
    unless<undefined>(403, undefined),
  );
  seesRevocations = page !== undefined;
  return page?.revocations;
}

/** Updates the page now, and then again after the interval. Rejects if the key is not accepted. */
async function update(): Promise<void> {
  clearTimeout(timer);
  const number = ++latest;
  try {
    const [{ nodes }, live, { lectures }, { refusals, missing }, revocations, shown] = await Promise.all([
      call<ApiNodeList>(key, 'nodes'),
      call<ApiRoomList>(key, 'rooms?live=true&limit=200'),
      call<ApiLiveLectureList>(key, 'lectures?limit=200'),
      call<ApiRefusalList>(key, 'refusals'),
      revocationsOf(),
      peopleOf(openRoom.peek()),
    ]);
    if (number !== latest) return;
    const { rooms, after } = live;
    const at = new Date();
    const moreRooms = after !== undefined;
    snapshot.value = { at, nodes, rooms, moreRooms, lectures, refusals, missing, revocations };
    people.value = shown;
    stale.value = false;
  } catch (error) {
    if (number !== latest) return;
    if (isDenied(failureOf(error)) || !snapshot.peek()) throw error;
    stale.value = true;
  }
  schedule();
}

function schedule(): void {
  clearTimeout(timer);
  if (!paused.peek() && visible.peek() && access.peek() === 'open') timer = setTimeout(refresh, INTERVAL_MS);
}

/** Updates the page, unless nobody is logged in. Asks for a key if the present one is no longer accepted. */
export function refresh(): void {
  if (access.peek() !== 'open') return;
  update().catch((error: unknown) => lock(failureOf(error)));
}

function lock(why: Failure | undefined): void {
  clearTimeout(timer);
  latest++;
  key = '';
  // While the server is away, nothing is known about the key.
  if (why !== 'away') store(undefined);
  snapshot.value = undefined;
  people.value = undefined;
  openRoom.value = undefined;
  failure.value = why;
  access.value = 'locked';
}

function store(kept: string | undefined): void {
  try {
    if (kept === undefined) sessionStorage.removeItem(STORAGE);
    else sessionStorage.setItem(STORAGE, kept);
  } catch {
    // Storage is forbidden: a reload asks for the key again.
  }
}

function stored(): string | undefined {
  try {
    return sessionStorage.getItem(STORAGE) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Logs in with a key, or with the token of the user. Resolves when the server has answered. */
async function enter(shown: string, keep: boolean): Promise<void> {
  key = shown;
  seesRevocations = true;
  access.value = 'asking';
  try {
    await update();
    if (keep) store(shown);
    failure.value = undefined;
    access.value = 'open';
    schedule();
  } catch (error) {
    const why = failureOf(error);
    lackingScope.value = error instanceof CallError ? error.scope : undefined;
    // The user has not entered the token here, and does not know that it was tried.
    lock(keep || why === 'notAdmin' ? why : undefined);
  }
}

export const logIn = (shown: string): Promise<void> => enter(shown, true);

export const logOut = (): void => lock(undefined);

/** Opens the page with the key of this tab or the token of this browser, and updates it while it is visible. */
export function begin(): () => void {
  const kept = stored();
  const { token } = credentials();
  if (kept !== undefined) void enter(kept, true);
  else if (typeof token === 'string') void enter(token, false);
  else access.value = 'locked';
  const stop = visible.subscribe((isVisible) =>
    isVisible && !paused.peek() ? refresh() : clearTimeout(timer),
  );
  return () => {
    stop();
    clearTimeout(timer);
    latest++;
    access.value = 'asking';
    snapshot.value = undefined;
    people.value = undefined;
    openRoom.value = undefined;
    key = '';
  };
}

/** Stops or resumes the updates. */
export function togglePause(): void {
  paused.value = !paused.peek();
  if (paused.peek()) clearTimeout(timer);
  else refresh();
}

/** Shows the people in a room, or hides them. */
export function toggleRoom(room: string): void {
  openRoom.value = openRoom.peek() === room ? undefined : room;
  refresh();
}

/** Performs an action, then updates the page. Returns the refusal if it failed. */
export async function act(
  path: string,
  method: 'POST' | 'DELETE',
  body?: object,
): Promise<CallError | undefined> {
  try {
    await call(key, path, method, body);
    return undefined;
  } catch (error) {
    return error instanceof CallError ? error : new CallError(0);
  } finally {
    refresh();
  }
}
