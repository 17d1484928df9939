import { Manager, roomUrl, Signaler } from 'lectern-client';
import t from 'tap';
import { startServer } from '../helpers/server.js';
import { memory, once } from './online.js';
import { FakeNetwork } from './peer/fake-transport.js';
import { ManualClock } from './support.js';

/** Resolves when a client moderates its room, or does not any more. */
const moderates = (manager: Manager, is: boolean) =>
  once<void>((done) => {
    const stop = manager.on('self', (self) => self.moderates === is && done());
    if (manager.self.moderates === is) queueMicrotask(done);
    return stop;
  });

t.test('the first user in a room moderates it, and after that the next one', async (t) => {
  const { url } = await startServer(t);
  const network = new FakeNetwork(new ManualClock());
  const come = async (): Promise<Manager> => {
    const signaler = new Signaler(roomUrl(url, 'blue'), { identity: memory() });
    const manager = new Manager(signaler, { createTransport: network.create });
    t.teardown(() => manager.leave());
    const joined = once<void>((done) => signaler.on('room-info', () => done()));
    manager.start();
    await joined;
    return manager;
  };
  const ann = await come();
  await moderates(ann, true);
  const ben = await come();
  const cy = await come();
  t.notOk(ben.self.moderates || cy.self.moderates);
  await t.rejects(ben.moderation.stopMedia('microphone'), { code: 'forbidden' });
  const muted = [ben, cy].map((each) => once((done) => each.on('stopped', done)));
  await ann.moderation.stopMedia('microphone');
  await Promise.all(muted);

  const next = moderates(ben, true);
  ann.leave();
  await next;
  t.notOk(ann.self.moderates || cy.self.moderates);
  const closed = once((done) => cy.on('settings', done));
  await ben.signaler.request('create-room', { room_id: 'blue', entry: 'closed' });
  t.match(await closed, { entry: 'closed', own: undefined });
  const after = once((done) => cy.on('participants', done));
  ben.leave();
  await after;
  t.notOk(cy.self.moderates, 'a room with settings has its owner');
});
