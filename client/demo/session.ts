import { computed, type Signal, signal } from '@preact/signals';
import { Manager, roomUrl, Signaler, type SignalerState } from '../index.js';
import { announce, gatherComings } from './announcer.js';
import { addMessage, clearChat } from './chat.js';
import { camera, microphone, releaseAll, screen, takeMicrophone } from './devices.js';
import { words } from './i18n/index.js';
import { identity } from './identity.js';
import { type Person, personOf, sameInLooks } from './person.js';
import { userName } from './preferences.js';
import { show } from './router.js';

/** Being in a room, from entering it until one goes elsewhere. */
export interface Session {
  room: string;
  signaler: Signaler;
  manager: Manager;
}

/** Somebody shown in the room: what changes rarely, and the level, which changes all the time. */
export interface Shown {
  id: string;
  person: Signal<Person>;
  level: Signal<number>;
}

export const session = signal<Session | undefined>(undefined);
export const connection = signal<SignalerState>({ name: 'idle' });
export const muted = signal(false);
/** Everybody in the room, oneself first. */
export const people = signal<Shown[]>([]);

/** Whether the connection was there before: a first attempt is not a reconnection. */
export const wasOpen = signal(false);

let stop = (): void => {};

/** Enters a room; the microphone, where it is not open yet, comes when it comes. */
export function enter(room: string, withMicrophone: boolean): void {
  stop();
  const signaler = new Signaler(roomUrl(location.origin, room), { identity });
  const manager = new Manager(signaler, { username: userName.value });
  stop = follow(signaler, manager);
  session.value = { room, signaler, manager };
  manager.start();
  if (withMicrophone && !microphone.value) void takeMicrophone();
}

/** Leaves the room and stays at its door. */
export function leave(): void {
  session.value?.manager.leave();
  releaseAll();
}

/** Leaves the room and its door. */
export function end(): void {
  leave();
  stop();
  stop = () => {};
  session.value = undefined;
}

/** Leaves for the start page. */
export function leaveForStart(): void {
  end();
  show({ page: 'start' });
}

export function tryNow(): void {
  session.value?.signaler.connect();
}

export function toggleMuted(): void {
  if (!microphone.value) {
    muted.value = false;
    void takeMicrophone();
    return;
  }
  muted.value = !muted.value;
  const text = words.value.controls;
  announce(muted.value ? text.nowMuted : text.nowUnmuted);
}

/** Those whose screen is shown. */
export const screens = computed(() => people.value.filter(({ person }) => person.value.screen));

/** Lets the signals follow a manager; the returned function ends that. */
function follow(signaler: Signaler, manager: Manager): () => void {
  const oneself: Shown = {
    id: 'self',
    person: signal(personOf(manager.self)),
    level: signal(0),
  };
  const show = (): void => {
    const shown = new Map(people.value.map((each) => [each.id, each]));
    const others = [...manager.participants.values()].map(
      (participant): Shown =>
        shown.get(participant.id) ?? {
          id: participant.id,
          person: signal(personOf(participant)),
          level: signal(0),
        },
    );
    people.value = [oneself, ...others];
  };
  const update = (shown: Shown | undefined, person: Person): void => {
    if (shown && !sameInLooks(shown.person.peek(), person)) shown.person.value = person;
  };
  const comings = gatherComings(() => [...manager.participants.values()]);

  people.value = [oneself];
  connection.value = signaler.state;
  wasOpen.value = false;
  muted.value = false;
  clearChat();
  const ends = [
    signaler.on('state', (state) => {
      const before = connection.value.name;
      connection.value = state;
      const text = words.value.connection;
      if (state.name === 'open') {
        if (wasOpen.value) announce(text.back);
        wasOpen.value = true;
      } else if (state.name === 'waiting' && before === 'open') {
        announce(`${text.lost} ${text.voices}`);
      }
      if (state.name === 'closed') releaseAll();
    }),
    signaler.on('room-info', ({ data }) =>
      comings.begin(data.clients.filter(({ id }) => id !== signaler.id)),
    ),
    manager.on('participants', () => {
      show();
      comings.notice();
    }),
    manager.on('participant', (participant) =>
      update(
        people.value.find(({ id }) => id === participant.id),
        personOf(participant),
      ),
    ),
    manager.on('self', (self) => update(oneself, personOf(self))),
    manager.on('levels', () => {
      oneself.level.value = manager.self.level;
      for (const { id, level } of people.value) {
        const participant = manager.participants.get(id);
        if (participant) level.value = participant.level;
      }
    }),
    manager.on('text', addMessage),
    microphone.subscribe((stream) => manager.setMicrophone(stream)),
    muted.subscribe((value) => manager.setMuted(value)),
    camera.subscribe((stream) => manager.setCamera(stream)),
    screen.subscribe((stream) => manager.setScreen(stream)),
    () => comings.close(),
  ];
  return () => {
    for (const end of ends) end();
    people.value = [];
  };
}
