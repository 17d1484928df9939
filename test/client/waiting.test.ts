import { Lecture, type LectureEvents, Manager, type ManagerEvents, roomUrl, Signaler } from 'lectern-client';
import type { WaitingUsers } from 'lectern-protocol';
import t, { type Test } from 'tap';
import { startServer } from '../helpers/server.js';
import { memory, once, online, proxyTo, until } from './online.js';
import { FakeNetwork } from './peer/fake-transport.js';
import { ManualClock } from './support.js';

/** A user's Manager for the room blue. */
function managerFor(t: Test, url: string, identity = memory()): Manager {
  const network = new FakeNetwork(new ManualClock());
  const signaler = new Signaler(roomUrl(url, 'blue'), { identity, wait: true });
  const manager = new Manager(signaler, { createTransport: network.create });
  t.teardown(() => manager.leave());
  return manager;
}

const entryOf = (manager: Manager, state: ManagerEvents['entry']['state']) =>
  once<ManagerEvents['entry']>((done) =>
    manager.on('entry', (entry) => {
      if (entry.state === state) done(entry);
    }),
  );

t.test('a client that waits joins the room once the owner admits it', async (t) => {
  const { url } = await startServer(t);
  const identity = memory();
  const ann = await online(t, url, identity);
  await ann.request('create-room', { room_id: 'blue', entry: 'waiting' });
  const owner = managerFor(t, url, identity);
  const owns = once<ManagerEvents['settings']>((done) => owner.on('settings', done));
  owner.start();
  t.match(await owns, { own: true, entry: 'waiting' });

  const waiting = once<WaitingUsers>((done) => owner.moderation.onWaiting(done));
  const ben = managerFor(t, url);
  const waits = entryOf(ben, 'waiting');
  ben.start();
  await waits;
  t.equal(ben.entryState, 'waiting');
  t.match(await waiting, { count: 1, users: [{ username: /^Guest / }] });
  t.match(await owner.moderation.waiting(), { count: 1 });
  // In either order.
  const arrived = [once((done) => ben.on('participants', done)), entryOf(ben, 'admitted')];
  await owner.moderation.admit();
  await Promise.all(arrived);
  t.equal(ben.entryState, 'admitted');

  const cy = managerFor(t, url);
  const [cyWaits, refused] = [entryOf(cy, 'waiting'), entryOf(cy, 'refused')];
  cy.start();
  await cyWaits;
  await owner.moderation.refuse();
  await refused;
  t.equal(cy.entryState, 'refused');
});

t.test('a student who waits joins the lecture once the instructor admits them', async (t) => {
  const server = await startServer(t);
  const { proxy, url } = await proxyTo(t, server);
  const [teacher, student] = [await online(t, server.url), await online(t, url)];
  const { class: made } = (await teacher.request('CreateClass', { title: 'Algebra' })).data;
  const classUuid = made.uuid;
  const given = { classUuid, lectureDate: '2026-11-21', lectureName: 'Numbers', playlist: 'a.mp4' };
  const lectureId = (await teacher.request('CreateLecture', given)).data.lecture.id;
  const named = { classUuid, lectureId };
  await student.request('EnrollClass', { classUuid });
  const [taught, attended] = [new Lecture(teacher, named), new Lecture(student, named)];
  await taught.join();
  await taught.moderation.setEntry('waiting');
  await until(taught, ({ lecture }) => lecture?.entry === 'waiting');
  await t.rejects(attended.join(), { code: 'forbidden', data: { entry: 'waiting' } });
  t.match(await taught.moderation.waiting(), { count: 0 });

  const states: string[] = [];
  attended.on('entry', ({ state }) => states.push(state));
  await t.rejects(attended.join({ wait: true }), { code: 'forbidden', data: { entry: 'waiting' } });
  const { users } = await taught.moderation.waiting();
  const refused = once<LectureEvents['entry']>((done) =>
    attended.on('entry', (entry) => {
      if (entry.state === 'refused') done(entry);
    }),
  );
  await taught.moderation.refuse(users[0]?.user);
  await refused;
  const back = once<void>((done) => student.on('state', ({ name }) => name === 'open' && done()));
  proxy.cut();
  await back;
  await student.request('GetLectures', { classUuid });
  t.match(await taught.moderation.waiting(), { count: 0 }, 'a lost connection does not ask again');
  await t.rejects(attended.join({ wait: true }), { code: 'forbidden' });
  await taught.moderation.admit();
  await until(attended, ({ joined }) => joined);
  t.same(states, ['waiting', 'refused', 'waiting', 'admitted']);
});
