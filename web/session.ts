import { computed, effect, signal, untracked } from '@preact/signals';
import { Manager, roomUrl, Signaler } from 'lectern-client';
import { announce, createPresenceAnnouncer } from './announcer.js';
import { base } from './base.js';
import { addMessage, clearChat } from './chat.js';
import { showToast } from './components/toasts.js';
import { camera, microphone, releaseAll, screen, takeMicrophone } from './devices.js';
import { createDraft } from './draft.js';
import { words } from './i18n/index.js';
import { credentials } from './identity.js';
import { leaveToNextPage, sessionToResume } from './page-session.js';
import { followPeople, type ShownPerson } from './people.js';
import { soundOnly, startMuted, userName } from './preferences.js';
import { waitingUsers } from './room-order.js';
import { goTo, roomInAddress, show } from './router.js';
import {
  connection,
  connectionDoubtful,
  entryState,
  moderates,
  muted,
  refusal,
  roomSettings,
  session,
  wasOpen,
} from './session-state.js';
import { followStops } from './stopped-media.js';
import { loadWaiting, showWaiting } from './waiting-users.js';

/** All participants of the room, the user first. */
export const people = signal<ShownPerson[]>([]);
export const draft = createDraft(
  async (text) => session.value?.manager.sendText(text),
  () => connection.value.name === 'open',
);

let stop = (): void => {};

/** Joins a room. A microphone that is not open yet is added when it opens. */
export function enter(room: string, withMicrophone: boolean, password?: string): void {
  stop();
  session.peek()?.manager.leave();
  const signaler = new Signaler(roomUrl(base, room), {
    ...credentials(),
    ...sessionToResume(),
    ...(password !== undefined && { password }),
    wait: true,
  });
  const manager = new Manager(signaler, { username: userName.value });
  stop = follow(signaler, manager);
  session.value = { room, password, signaler, manager };
  manager.start();
  if (withMicrophone && !microphone.value) void takeMicrophone();
}

// The browser's back and forward buttons leave a room that is no longer in the address.
effect(() => {
  const room = roomInAddress.value;
  const current = session.peek();
  if (current && current.room !== room) untracked(end);
});

/** Leaves the room and stays on its page. */
export function leave(): void {
  session.value?.manager.leave();
  releaseAll();
}

/** Leaves the room and ends the session. */
export function end(): void {
  leave();
  stop();
  stop = () => {};
  session.value = undefined;
}

/** Leaves the room and shows the start page. */
export function leaveForStart(): void {
  end();
  show({ page: 'start' });
}

/** Goes to another room, as the server asks. A password of that room is asked for. */
function moveTo(room: string, reason: string | undefined): void {
  if (room === session.value?.room) return;
  enter(room, microphone.value !== undefined);
  goTo(room);
  showToast(words.value.order.moved(room, reason));
}

export function tryNow(): void {
  session.value?.signaler.connect();
}

/** Mutes or unmutes the user, also after the next reload and in the next room. */
function setMuted(value: boolean): void {
  muted.value = value;
  startMuted.value = value ? 'yes' : 'no';
}

export function toggleMuted(): void {
  if (!microphone.value) {
    setMuted(false);
    void takeMicrophone();
    return;
  }
  setMuted(!muted.value);
  const text = words.value.controls;
  announce(muted.value ? text.nowMuted : text.nowUnmuted);
}

/** The participants who share their screen. */
export const screens = computed(() => people.value.filter(({ person }) => person.value.screen));

/** Keeps the signals in accordance with a manager, until the returned function is called. */
function follow(signaler: Signaler, manager: Manager): () => void {
  const presence = createPresenceAnnouncer(() => [...manager.participants.values()]);

  connection.value = signaler.state;
  connectionDoubtful.value = signaler.doubtful;
  wasOpen.value = false;
  refusal.value = undefined;
  roomSettings.value = manager.settings;
  moderates.value = manager.self.moderates;
  entryState.value = undefined;
  waitingUsers.value = undefined;
  muted.value = startMuted.value === 'yes';
  clearChat();
  draft.refusal.value = undefined;
  const ends = [
    effect(() => manager.setSoundOnly(soundOnly.value === 'yes')),
    signaler.on('state', (state) => {
      const before = connection.value.name;
      connection.value = state;
      const text = words.value.connection;
      if ('refused' in state && state.refused) refusal.value = state.refused;
      if (state.name === 'open') {
        refusal.value = undefined;
        // A new client is told again if it has to wait.
        if (!state.resumed) entryState.value = undefined;
        if (wasOpen.value) announce(text.back);
        wasOpen.value = true;
      } else if (state.name === 'waiting' && before === 'open') {
        announce(`${text.lost} ${text.voices}`);
      }
      if (state.name === 'closed') releaseAll();
    }),
    signaler.on('doubtful', (doubtful) => {
      connectionDoubtful.value = doubtful;
    }),
    signaler.on('room-info', ({ data }) =>
      presence.begin(data.clients.filter(({ id }) => id !== signaler.id)),
    ),
    followPeople(manager, people),
    signaler.on('change-room', ({ data: { room_id, reason } }) => moveTo(room_id, reason)),
    manager.on('self', (self) => {
      moderates.value = self.moderates;
    }),
    manager.on('settings', (settings) => {
      roomSettings.value = settings;
      if (settings.own && settings.entry === 'waiting') void loadWaiting(waitingUsers, manager.moderation);
      else waitingUsers.value = undefined;
    }),
    manager.moderation.onWaiting((waiting) => {
      if (roomSettings.value?.entry === 'waiting') showWaiting(waitingUsers, waiting);
    }),
    manager.on('entry', (entry) => {
      entryState.value = entry.state === 'admitted' ? undefined : entry;
      if (entry.state === 'admitted') announce(words.value.order.waits.admitted);
      if (entry.state === 'refused') leave();
    }),
    followStops(manager, () => {
      muted.value = true;
    }),
    manager.on('participants', () => presence.notice()),
    manager.on('text', (event) => {
      const { user = event.sender } = manager.participants.get(event.sender) ?? {};
      addMessage(event, user);
    }),
    microphone.subscribe((stream) => manager.setMicrophone(stream)),
    muted.subscribe((value) => manager.setMuted(value)),
    camera.subscribe((stream) => manager.setCamera(stream)),
    screen.subscribe((stream) => manager.setScreen(stream)),
    () => presence.close(),
    leaveToNextPage(signaler),
  ];
  return () => {
    for (const end of ends) end();
  };
}
