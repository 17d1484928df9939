import { computed, effect, signal, untracked } from '@preact/signals';
import { RequestError, Signaler, type SignalerState } from 'lectern-client';
import { announce } from './announcer.js';
import { addressOf } from './base.js';
import { words } from './i18n/index.js';
import { credentials } from './identity.js';
import { userName } from './preferences.js';
import { place } from './router.js';

/**
 * The connection of the classroom's pages, or of those of one programme: from entering one of them until one goes
 * elsewhere.
 */
export const classroomApp = signal<{ signaler: Signaler } | undefined>(undefined);
export const classroomAppState = signal<SignalerState>({ name: 'idle' });
/** The user's id, also while the connection is away; undefined before it was first open. */
export const userId = signal<string | undefined>(undefined);
/** Whether this server knows who people are; elsewhere it takes their word for it. */
export const loginRequired = signal(false);
/** The server wants a login, and this browser has none that holds. */
export const loginMissing = computed(() => {
  const state = classroomAppState.value;
  return state.name === 'closed' && state.refused?.code === 'login-required';
});
/** Whether the connection was there before: a first attempt is not a reconnection. */
export const classroomAppWasOpen = computed(() => userId.value !== undefined);

let stop = (): void => {};

function open(): void {
  const signaler = new Signaler(addressOf('ws'), credentials());
  const end = signaler.on('state', (state) => {
    const before = classroomAppState.value.name;
    const again = classroomAppWasOpen.value;
    // Before anybody else hears of it, so that whatever they ask next is asked under this name.
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
  const stopTelling = userName.subscribe((username) => {
    const chooses = signaler.state.name === 'open' && !loginRequired.value;
    if (chooses && username !== '') signaler.send('profile', { username });
  });
  stop = () => {
    end();
    endWelcome();
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
  userId.value = undefined;
}

/** What the connection is for; each is another one, as a programme is left with its connection alone. */
const purpose = computed(() => {
  const at = place.value;
  if (userName.value === '') return undefined;
  if (at.page === 'programme') return `programme ${at.schedule}`;
  return ['classes', 'class', 'lecture'].includes(at.page) ? 'classes' : undefined;
});

// The connection is open while one of its pages is shown to somebody who has a name.
effect(() => {
  const wanted = purpose.value;
  untracked(() => {
    if (classroomApp.value) close();
    if (wanted !== undefined) open();
  });
});

/** Tries at once, while waiting or after the server closed the connection for good. */
export const connectNow = (): void => classroomApp.value?.signaler.connect();

/** Calls back now if the connection is open, and each time it opens; the returned function ends that. */
export const whenOpen = (listener: (signaler: Signaler) => void): (() => void) =>
  effect(() => {
    const now = classroomApp.value;
    if (now && classroomAppState.value.name === 'open') untracked(() => listener(now.signaler));
  });

/** How long what somebody asks for waits for the connection, in ms. */
const CONNECT_TIMEOUT_MS = 10_000;

/** The connection once it is open. Rejects with RequestError `disconnected` where that takes too long. */
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
