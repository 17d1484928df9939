import { isDeepStrictEqual } from 'node:util';
import { Emitter } from 'lectern-client';
import { type RoomView, type UseRoomOptions, useChat, useParticipants, useRoom } from 'lectern-client/react';
import { parseHTML } from 'linkedom';
import { createElement, type ReactElement, StrictMode } from 'react';
import type { Root } from 'react-dom/client';
import { renderToString } from 'react-dom/server';
import t, { type Test } from 'tap';
import { WebSocket } from 'ws';
import { RoomSession } from '#client/session/room-session.js';
import type { Store } from '#client/session/store.js';
import { apiKey, callApi } from '../helpers/api.js';
import { startServer } from '../helpers/server.js';

interface Seen extends Pick<RoomView, 'connection' | 'session'> {
  room: RoomView;
  people: readonly { username: string }[];
  texts: readonly { text: string }[];
  send(text: string): Promise<void>;
}

/** Shows what the hooks return to a test. */
class Screen extends Emitter<{ render: Seen }> {
  readonly renders: Seen[] = [];

  readonly Room = (options: UseRoomOptions): ReactElement => {
    const room = useRoom({ microphone: false, ...options });
    const people = useParticipants(room);
    const { texts, send } = useChat(room);
    const { connection, session } = room;
    const seen = { room, connection, session, people, texts, send };
    this.renders.push(seen);
    this.emit('render', seen);
    const names = people.map(({ username }) => username).join();
    return createElement('p', undefined, `${room.self.username} ${connection} ${names}`);
  };

  get last(): Seen {
    return this.renders.at(-1) as Seen;
  }

  /** Resolves when a render fits, at once if the latest one does. */
  until(fits: (seen: Seen) => boolean): Promise<Seen> {
    return new Promise((resolve) => {
      const latest = this.renders.at(-1);
      if (latest && fits(latest)) resolve(latest);
      const stop = this.on('render', (seen) => {
        if (!fits(seen)) return;
        stop();
        resolve(seen);
      });
    });
  }
}

/** Renders into a document in memory. */
function show(t: Test, element: ReactElement): Root {
  const root = createRoot(document.body.appendChild(document.createElement('div')));
  root.render(element);
  t.teardown(() => root.unmount());
  return root;
}

/** Resolves when a store's value fits, at once if it does. */
function value<T>(store: Store<T>, fits: (value: T) => boolean): Promise<T> {
  return new Promise((resolve) => {
    if (fits(store.value)) resolve(store.value);
    const stop = store.on('change', (changed) => {
      if (!fits(changed)) return;
      stop();
      resolve(changed);
    });
  });
}

/** Somebody who is in the room, and sees what the others do. */
async function watch(t: Test, server: string, room = 'blue'): Promise<RoomSession> {
  const watcher = new RoomSession({ server, room, username: 'Wa', microphone: false });
  t.teardown(watcher.join());
  await value(watcher.state, ({ self }) => self.id !== undefined);
  return watcher;
}

t.test('rendering on the server connects to nothing', (t) => {
  t.equal(typeof globalThis.window, 'undefined');
  const { Room } = new Screen();
  // Nothing listens on port 9. Without a server, a page's own is used, which does not exist here.
  for (const server of ['http://127.0.0.1:9', undefined]) {
    const html = renderToString(
      createElement(StrictMode, undefined, createElement(Room, { server, room: 'blue', username: 'Ada' })),
    );
    t.equal(html, '<p>Ada idle </p>');
  }
  t.end();
});

const page = parseHTML('<!doctype html><body></body>');
for (const [name, value] of Object.entries({
  window: page,
  document: page.document,
  navigator: { userAgent: 'linkedom' },
})) {
  Object.defineProperty(globalThis, name, { value, configurable: true });
}
const { createRoot } = await import('react-dom/client');

t.test('StrictMode, which mounts twice, joins once and leaves', async (t) => {
  const joined: string[] = [];
  const { url, server } = await startServer(t, {
    hooks: { onJoin: ({ client }) => void joined.push(client.id) },
  });
  const watcher = await watch(t, url);
  const screen = new Screen();
  let sockets = 0;
  class CountedSocket extends WebSocket {
    constructor(url: string | URL, protocols?: string[]) {
      super(url, protocols);
      sockets++;
    }
  }
  const strict = createElement(
    StrictMode,
    undefined,
    createElement(screen.Room, { server: url, room: 'blue', username: 'Ada', WebSocket: CountedSocket }),
  );
  const root = show(t, strict);
  await screen.until(({ people }) => people.some(({ username }) => username === 'Wa'));
  await value(watcher.participants, ([ada]) => ada?.username === 'Ada');
  const { session } = screen.last;

  root.unmount();
  await value(watcher.participants, (people) => people.length === 0);
  t.same(session.state.value, session.state.initial, 'as before it joined');
  t.equal(joined.length, 2, 'the watcher and Ada joined once each');
  t.equal(sockets, 1);
  // Neither the effects' first run nor the discarded component has left a connection.
  t.same(await server.rooms(), [{ id: 'blue', clients: 1 }]);
});

t.test('people write to each other, and what did not change keeps its identity', async (t) => {
  const { url } = await startServer(t);
  const watcher = await watch(t, url);
  const screen = new Screen();
  const options = { server: url, room: 'blue' };
  const root = show(t, createElement(screen.Room, { ...options, username: 'Ada' }));
  const { send } = await screen.until(({ people: [wa] }) => wa?.username === 'Wa');

  // A new name can arrive after a text.
  await value(watcher.participants, ([ada]) => ada?.username === 'Ada');
  await send('hello');
  await screen.until(({ texts }) => texts.length === 1);
  await value(watcher.texts, ([text]) => text?.text === 'hello' && text.username === 'Ada');
  await watcher.sendText('hello, Ada');
  const after = await screen.until(({ texts }) => texts.length === 2);
  t.match(after.texts, [
    { text: 'hello', username: 'Ada', own: true },
    { text: 'hello, Ada', username: 'Wa', own: false },
  ]);
  after.room.setMuted(true);
  await screen.until(({ room }) => room.self.muted);
  after.room.setMuted(true);
  after.room.setMuted(false);
  await screen.until(({ room }) => !room.self.muted);

  for (const [index, seen] of screen.renders.slice(1).entries()) {
    const before = screen.renders[index] as Seen;
    const parts = ['room', 'people', 'texts'] as const;
    const changed = parts.filter((part) => seen[part] !== before[part]);
    t.ok(changed.length > 0, 'each render shows a change');
    for (const part of changed) t.notOk(isDeepStrictEqual(seen[part], before[part]), `the ${part} changed`);
    t.equal(seen.send, before.send);
  }

  root.render(createElement(screen.Room, { ...options, username: 'Ada B.' }));
  await value(watcher.participants, ([ada]) => ada?.username === 'Ada B.');
  t.equal(screen.last.session, after.session, 'a new name does not make a new session');
});

t.test('another room is left before the next one is joined', async (t) => {
  const { url, server } = await startServer(t);
  const screen = new Screen();
  const options = { server: url, username: 'Ada' };
  const root = show(t, createElement(screen.Room, { ...options, room: 'blue' }));
  const { session } = await screen.until(({ connection }) => connection === 'open');
  const watcher = await watch(t, url);
  await value(watcher.participants, ([ada]) => ada?.username === 'Ada');
  root.render(createElement(screen.Room, { ...options, room: 'green' }));
  await screen.until((seen) => seen.session !== session && seen.connection === 'open');
  await value(watcher.participants, (people) => people.length === 0);
  const green = await watch(t, url, 'green');
  await value(green.participants, ([ada]) => ada?.username === 'Ada');

  root.render(createElement(screen.Room, { ...options, room: 'green', enabled: false }));
  await value(green.participants, (people) => people.length === 0);
  await screen.until(({ connection }) => connection === 'idle');
  t.same(await server.rooms(), [
    { id: 'blue', clients: 1 },
    { id: 'green', clients: 1 },
  ]);
});

t.test('a client that the server moves is in the other room', async (t) => {
  const { url } = await startServer(t, { apiKey });
  const screen = new Screen();
  const options = { server: url, room: 'blue', username: 'Ada', muted: true };
  show(t, createElement(screen.Room, options));
  const { session, room } = await screen.until(({ room }) => room.self.id !== undefined);
  t.match(room, { room: 'blue', moved: undefined });
  const [blue, green] = [await watch(t, url), await watch(t, url, 'green')];
  await value(blue.participants, ([ada]) => ada?.username === 'Ada');
  await screen.last.send('Good morning');
  await screen.until(({ texts }) => texts.length === 1);
  const order = { room_id: 'green', reason: 'you work in group 2' };
  t.equal((await callApi({ url }, 'POST', `/clients/${room.self.id}/move`, order)).status, 204);
  await value(green.participants, ([ada]) => ada?.username === 'Ada');
  await value(blue.participants, (people) => people.length === 0);
  const moved = await screen.until(({ room, people }) => room.room === 'green' && people.length === 1);
  t.equal(moved.session, session);
  t.match(moved.room, {
    connection: 'open',
    moved: { from: 'blue', reason: 'you work in group 2' },
    self: { muted: true },
  });
  t.same(moved.texts, [], 'the texts of the other room are gone');
  await moved.send('Hello group');
  await value(green.texts, ([text]) => text?.text === 'Hello group');
});

t.test('problems are part of the state', async (t) => {
  const { url } = await startServer(t, { tokenSecret: 'a secret of 32 characters or more' });
  const screen = new Screen();
  const root = show(t, createElement(screen.Room, { server: url, room: 'blue' }));
  const { room } = await screen.until(({ connection }) => connection === 'closed');
  t.match(room.problem, { code: 'login-required', message: /option `token`/, final: true });
  root.render(createElement(screen.Room, { server: url, room: 'not a room' }));
  const { room: none } = await screen.until(({ room }) => room.problem?.code === 'invalid');
  t.match(none.problem, { message: /no room can have the ID "not a room"/, final: true });
  root.render(createElement(screen.Room, { server: new URL(url).host, room: 'blue' }));
  await screen.until(({ room: { problem } }) => problem?.message.includes('begin with https://') === true);
});
