import { computed, effect, signal, untracked } from '@preact/signals';
import { RequestError, Signaler, type SignalerState } from 'lectern-client';
import { announce } from './announcer.js';
import { addressOf } from './base.js';
import { words } from './i18n/index.js';
import { credentials } from './identity.js';
import { leaveToNextPage, sessionToResume } from './page-session.js';
import { userName } from './preferences.js';
import { place } from './router.js';

/**
 * The connection of the class pages, or of the pages of one programme. It is open from the first of these pages until
 * the user leaves them.
 */
export const classroomApp = signal<{ signaler: Signaler } | undefined>(undefined);
export const classroomAppState = signal<SignalerState>({ name: 'idle' });
/** Whether a message from the server is overdue, so that the open connection can be lost. */
export const classroomAppDoubtful = signal(false);
/** Whether the server is known to be reached. */
export const isConnected = (): boolean =>
  classroomAppState.value.name === 'open' && !classroomAppDoubtful.value;
/** The user's id, also while the connection is lost. Undefined before the connection was first open. */
export const userId = signal<string | undefined>(undefined);
/** Whether the server requires a login. Otherwise users choose their own names. */
export const loginRequired = signal(false);
/** Whether the server requires a login and this browser has no valid token. */
export const loginMissing = computed(() => {
  const state = classroomAppState.value;
  return state.name === 'closed' && state.refused?.code === 'login-required';
});
/** Whether the connection has been open before: a first attempt is not a reconnection. */
export const classroomAppWasOpen = computed(() => userId.value !== undefined);

let stop = (): void => {};

function open(): void {
  const signaler = new Signaler(addressOf('ws'), { ...credentials(), ...sessionToResume() });
  const end = signaler.on('state', (state) => {
    const before = classroomAppState.value.name;
    const again = classroomAppWasOpen.value;
    // Sent before any listener runs, so that the requests that follow are made under this name.
    if (state.name === 'open') {
      if (!loginRequired.value) signaler.send('profile', { username: userName.value });
      userId.value = state.welcome.user?.id;
    }
    classroomAppState.value = state;
    const text = words.value.connection;
    if (state.name === 'open' && again) announce(text.back);
    else if (state.name === 'waiting' && before === 'open') announce(text.lost);
  });
  const endWelcome = signaler.on('welcome', ({ data }) => {
    loginRequired.value = data.login === 'required';
  });
  const endDoubt = signaler.on('doubtful', (doubtful) => {
    classroomAppDoubtful.value = doubtful;
  });
  const stopTelling = userName.subscribe((username) => {
    const chooses = signaler.state.name === 'open' && !loginRequired.value;
    if (chooses && username !== '') signaler.send('profile', { username });
  });
  const stopLeaving = leaveToNextPage(signaler);
  stop = () => {
    stopLeaving();
    end();
    endWelcome();
    endDoubt();
    stopTelling();
    signaler.close();
  };
  classroomApp.value = { signaler };
  signaler.connect();
}

function close(): void {
  stop();
  stop = () => {};
  classroomApp.value = undefined;
  classroomAppState.value = { name: 'idle' };
  classroomAppDoubtful.value = false;
  userId.value = undefined;
}

/**
 * The purpose of the connection. Each purpose has a connection of its own: the client leaves a programme by closing
 * its connection.
 */
const purpose = computed(() => {
  const at = place.value;
  if (userName.value === '') return undefined;
  if (at.page === 'programme') return `programme ${at.schedule}`;
  return ['classes', 'class', 'lecture'].includes(at.page) ? 'classes' : undefined;
});

// The connection is open while one of its pages is shown and the user has a name.
effect(() => {
  const wanted = purpose.value;
  untracked(() => {
    if (classroomApp.value) close();
    if (wanted !== undefined) open();
  });
});

/** Connects immediately, while waiting or after the server closed the connection permanently. */
export const connectNow = (): void => classroomApp.value?.signaler.connect();

/**
 * Calls the listener now if the connection is open, and each time it opens. Returns a function that removes the
 * listener.
 */
export const whenOpen = (listener: (signaler: Signaler) => void): (() => void) =>
  effect(() => {
    const now = classroomApp.value;
    if (now && classroomAppState.value.name === 'open') untracked(() => listener(now.signaler));
  });

/** Time limit in ms for requests to wait for the connection. */
const CONNECT_TIMEOUT_MS = 10_000;

/** Resolves to the connection when it is open. Rejects with RequestError `disconnected` after the time limit. */
export async function connected(): Promise<Signaler> {
  let end = (): void => {};
  const open = new Promise<Signaler>((resolve) => {
    end = whenOpen(resolve);
  });
  const tooLate = new Promise<never>((_, reject) => {
    setTimeout(
      () => reject(new RequestError('disconnected', 'the connection did not open')),
      CONNECT_TIMEOUT_MS,
    );
  });
  try {
    return await Promise.race([open, tooLate]);
  } finally {
    end();
  }
}
