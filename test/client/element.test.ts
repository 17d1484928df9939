import type { LecternRoomElement } from 'lectern-client/element';
import { parseHTML } from 'linkedom';
import t from 'tap';
import { apiKey, callApi } from '../helpers/api.js';
import { startServer } from '../helpers/server.js';

const page = parseHTML('<!doctype html><body></body>');
for (const name of ['document', 'HTMLElement', 'customElements', 'CustomEvent'] as const) {
  Object.defineProperty(globalThis, name, { value: page[name], configurable: true });
}
await import('lectern-client/element');

/** The detail of the next event of an element that fits. */
function next<T>(element: LecternRoomElement, type: string, fits: (detail: T) => boolean = () => true) {
  return new Promise<T>((resolve) => {
    element.addEventListener(type, (event) => {
      const { detail } = event as CustomEvent<T>;
      if (fits(detail)) resolve(detail);
    });
  });
}

t.test('an element follows to the room to which the server moves it', async (t) => {
  const { url } = await startServer(t, { apiKey });
  const element = page.document.createElement('lectern-room') as LecternRoomElement;
  t.teardown(() => element.leave());
  Object.assign(element, { server: url, room: 'blue', name: 'Ada' });
  element.setAttribute('microphone', 'off');
  type State = { self: { id?: string }; connection: string; room: string };
  const isIn = (room: string) => (state: State) => state.self.id !== undefined && state.room === room;
  const joined = next(element, 'state', isIn('blue'));
  element.join();
  const { self } = await joined;
  const { session } = element;
  const moved = next(element, 'moved');
  const there = next(element, 'state', isIn('green'));
  const order = { room_id: 'green', reason: 'you work in group 2' };
  t.equal((await callApi({ url }, 'POST', `/clients/${self.id}/move`, order)).status, 204);
  t.same(await moved, { room: 'green', from: 'blue', reason: 'you work in group 2' });
  t.equal(element.getAttribute('room'), 'green');
  t.not((await there).self.id, self.id, 'as a new client');
  t.equal(element.session, session);
});
