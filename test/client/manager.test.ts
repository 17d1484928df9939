import t, { type Test } from 'tap';
import { Manager } from '#client/manager.js';
import type { TextEvent } from '#client/manager-events.js';
import type { ManagerOptions } from '#client/manager-options.js';
import { RequestError } from '#client/request-error.js';
import { FakeRoom, FakeSignaling } from './fake-room.js';
import { FakeNetwork } from './peer/fake-transport.js';
import { ManualClock } from './support.js';

const flush = () => new Promise<void>((resolve) => setImmediate(resolve));

function setup(t: Test) {
  const clock = new ManualClock();
  const network = new FakeNetwork(clock);
  const room = new FakeRoom();
  const all: FakeSignaling[] = [];
  /** Lower ranks have smaller IDs, so they make the offers. */
  const visit = (rank: number, options: ManagerOptions = {}) => {
    const signaling = new FakeSignaling(room, rank);
    all.push(signaling);
    const manager = new Manager(signaling, {
      createTransport: network.create,
      clock,
      random: () => 0.5,
      ...options,
    });
    t.teardown(() => manager.leave());
    return { manager, signaling };
  };
  /** Delivers every sent message and all that follow from them. */
  const deliver = async () => {
    await flush();
    while (all.some(({ queue }) => queue.length > 0)) {
      for (const signaling of all) signaling.deliver();
      await flush();
    }
  };
  return { clock, network, room, visit, deliver };
}

/** The part of a MediaStream that the Manager uses. */
class FakeTrack extends EventTarget {
  kind = 'audio';
  enabled = true;
  readyState = 'live';

  end(): void {
    this.readyState = 'ended';
    this.dispatchEvent(new Event('ended'));
  }
}

function fakeStream(...tracks: FakeTrack[]): MediaStream {
  // WebAudio, which measures levels, does not exist in Node. A stream without sound is not measured.
  return { getTracks: () => tracks, getAudioTracks: () => [] } as unknown as MediaStream;
}

t.test(
  'joins a room, connects to present and new participants, and parts from those that leave',
  async (t) => {
    const { visit, deliver, network } = setup(t);
    const ada = visit(0);
    ada.manager.start();
    ada.manager.start();
    await deliver();
    t.equal(ada.manager.self.id, 'a1');
    t.equal(ada.manager.participants.size, 0);
    const bo = visit(1);
    const lists: string[] = [];
    ada.manager.on('participants', (participants) => lists.push([...participants.keys()].join()));
    bo.manager.start();
    await deliver();
    t.match(bo.manager.participants.get('a1'), { id: 'a1', username: 'a1', state: 'connected' });
    t.equal(ada.manager.participants.get('b2')?.state, 'connected');
    bo.manager.leave();
    await deliver();
    t.same(lists, ['b2', '']);
    t.equal(network.alive.length, 0);
    t.equal(bo.manager.self.id, undefined);
    t.equal(bo.manager.participants.size, 0);
  },
);

t.test('accepts an open signaler', async (t) => {
  const { visit, deliver } = setup(t);
  const ada = visit(0);
  ada.signaling.connect();
  await deliver();
  ada.manager.start();
  t.equal(ada.manager.self.id, 'a1');
  t.match(ada.signaling.sent, [{ type: 'get-ice-servers' }, { type: 'get-room-info' }]);
});

t.test('names: ours is sent with each connection, changed names of others are followed', async (t) => {
  const { visit, deliver, room } = setup(t);
  const ada = visit(0, { username: 'Ada' });
  await ada.manager.setUsername('Ada L.');
  t.same(ada.signaling.sent, []);
  ada.manager.start();
  await deliver();
  const profiles = () => ada.signaling.sent.filter(({ type }) => type === 'profile').map(({ data }) => data);
  t.same(profiles(), [{ username: 'Ada L.' }]);
  await ada.manager.setUsername('Countess');
  t.same(profiles(), [{ username: 'Ada L.' }, { username: 'Countess' }]);
  t.equal(ada.manager.self.username, 'Countess');

  const guest = visit(1);
  guest.manager.start();
  await deliver();
  t.equal(guest.manager.self.username, 'b2', 'the one from the server');
  const renamed: string[] = [];
  guest.manager.on('participant', ({ username }) => renamed.push(username));
  room.post('b2', 'client-updated', { room_id: 'blue', clients: [{ id: 'a1', username: 'Countess' }] });
  room.post('b2', 'client-updated', { room_id: 'other', clients: [{ id: 'a1', username: 'Nobody' }] });
  await deliver();
  t.same(renamed, ['Countess']);
  ada.signaling.reconnect(0);
  await deliver();
  t.same(profiles().at(-1), { username: 'Countess' });
});

t.test('knows the users of the other clients; without one, a client is its own user', async (t) => {
  const { visit, deliver, room } = setup(t);
  const bo = visit(0);
  bo.manager.start();
  await deliver();
  const clients = [
    { id: 'x1', username: 'Ada', user: 'ada' },
    { id: 'x2', username: 'Ada' },
  ];
  room.post('a1', 'client-joined', { room_id: 'blue', clients });
  await deliver();
  t.equal(bo.manager.participants.get('x1')?.user, 'ada');
  t.equal(bo.manager.participants.get('x2')?.user, 'x2');
});

t.test('a name that is refused rejects', async (t) => {
  const { visit, deliver } = setup(t);
  const { manager, signaling } = visit(0);
  manager.start();
  await deliver();
  signaling.request = () => Promise.reject(new RequestError('bad-data', 'no'));
  await t.rejects(manager.setUsername(' '), { code: 'bad-data' });
  await t.rejects(manager.sendText(''), { code: 'bad-data' });
});

t.test('a signal that arrives before its sender is known is not lost', async (t) => {
  const { visit, deliver, room } = setup(t);
  const bo = visit(1);
  bo.manager.start();
  await deliver();
  const ada = visit(0);
  ada.manager.start();
  // Changes of members are batched: Ada knows Bo first, and offers.
  const news = bo.signaling.queue.splice(0);
  await deliver();
  t.equal(bo.manager.participants.size, 0);
  for (const message of news) room.post('b1', message.type, message.data);
  await deliver();
  t.equal(bo.manager.participants.get('a2')?.state, 'connected');
});

t.test(
  'when it reconnects as a new client, all connections are replaced and its old self is no participant',
  async (t) => {
    const { visit, deliver, network, room } = setup(t);
    const [ada, bo] = [visit(0), visit(1)];
    ada.manager.start();
    bo.manager.start();
    await deliver();
    const before = network.alive;
    ada.signaling.reconnect(2);
    await deliver();
    const id = ada.manager.self.id ?? '';
    t.equal(id, 'c3');
    t.equal(bo.manager.participants.get(id)?.state, 'connected');
    t.same([...bo.manager.participants.keys()], [id]);
    t.ok(before.every(({ closed }) => closed));
    t.equal(network.alive.length, 2);
    t.equal(ada.signaling.sent.filter(({ type }) => type === 'get-ice-servers').length, 2);
    const members = ['a1', 'b2', id].map((each) => ({ id: each, username: each }));
    room.post(id, 'room-info', { room_id: 'blue', clients: members });
    await deliver();
    t.same([...ada.manager.participants.keys()], ['b2']);
  },
);

t.test('a goodbye closes the peer; a client that stays or returns is connected again', async (t) => {
  const { visit, deliver, clock } = setup(t);
  const [ada, bo] = [visit(0), visit(1)];
  ada.manager.start();
  bo.manager.start();
  await deliver();
  for (const [one, other, id, otherId] of [
    [ada, bo, 'a1', 'b2'],
    [bo, ada, 'b2', 'a1'],
  ] as const) {
    one.signaling.send('bye', undefined, otherId);
    other.signaling.deliver();
    t.match(other.manager.participants.get(id), { state: 'closed', trouble: { reason: 'remote-gone' } });
    t.equal(other.manager.participants.get(id)?.peer, undefined);
    one.signaling.send('icecandidate', { candidate: 'x', sdpMid: '0' }, otherId);
    other.signaling.deliver();
    t.equal(
      other.manager.participants.get(id)?.peer,
      undefined,
      'a late candidate does not start a connection',
    );
    for (let second = 0; second < 60; second++) {
      clock.advance(1_000);
      await deliver();
    }
    t.equal(other.manager.participants.get(id)?.state, 'connected');
    t.equal(other.manager.participants.get(id)?.trouble, undefined);
    t.equal(one.manager.participants.get(otherId)?.state, 'connected');
  }
  ada.signaling.send('bye', undefined, 'b2');
  bo.signaling.send('bye', undefined, 'a1');
  await deliver();
  const peers = () => [ada.manager.participants.get('b2')?.peer, bo.manager.participants.get('a1')?.peer];
  t.same(peers(), [undefined, undefined]);
  clock.advance(10_000);
  await deliver();
  t.same(
    peers().map((peer) => peer?.state),
    ['connected', 'connected'],
  );
  t.ok(
    peers().every((peer) => (peer?.attempts ?? 0) > 1),
    'the numbering of attempts continues',
  );
});

t.test('text is sent to the room and arrives with the name from its envelope', async (t) => {
  const { visit, deliver, room } = setup(t);
  const [ada, bo] = [visit(0, { username: 'Ada' }), visit(1)];
  ada.manager.start();
  bo.manager.start();
  await deliver();
  await ada.manager.sendText('hello');
  const sent = ada.signaling.sent.at(-1);
  t.match(sent, { type: 'text', receiver: 'room', data: { from: 'Ada', text: 'hello' } });
  t.match(sent?.data, { time: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/ });

  const heard: TextEvent[] = [];
  bo.manager.on('text', (text) => heard.push(text));
  const text = (sender: string, receiver: string) => {
    const data = { from: 'Mallory', time: 1, text: sender };
    bo.signaling.queue.push({ type: 'text', sender, receiver, data });
  };
  text('a1', 'room/blue');
  text('b2', 'room/blue');
  text('a1', 'b2');
  text('a1', 'room/red');
  text('z9', 'room/blue');
  room.exit('a1');
  text('a1', 'room/blue');
  await deliver();
  t.match(heard, [
    { sender: 'a1', username: 'a1', own: false, direct: false },
    { sender: 'b2', username: 'b2', own: true, direct: false },
    { sender: 'a1', username: 'a1', own: false, direct: true },
    { sender: 'z9', username: 'Mallory', own: false },
    { sender: 'a1', username: 'a1', own: false },
  ]);
  t.equal(heard.length, 5);
});

t.test('adds its streams to every present and later peer, and never stops a track', async (t) => {
  const { visit, deliver, network } = setup(t);
  const [voice, picture] = [new FakeTrack(), new FakeTrack()];
  const microphone = fakeStream(voice);
  const camera = fakeStream(picture);
  const [ada, bo] = [visit(0, { microphone }), visit(1)];
  t.equal(ada.manager.self.microphone, microphone);
  ada.manager.start();
  bo.manager.start();
  await deliver();
  const own = () => network.alive.find(({ options }) => options.initiator)?.media;
  t.same(own(), { microphone });
  ada.manager.setCamera(camera);
  await deliver();
  t.same(own(), { microphone, camera });
  ada.manager.setScreen(camera);
  ada.manager.setCamera(undefined);
  await deliver();
  t.same(own(), { microphone, screen: camera });
  t.equal(picture.readyState, 'live');
  const later = visit(2);
  later.manager.start();
  await deliver();
  t.equal(network.alive.filter(({ media }) => media.microphone === microphone).length, 2);

  picture.end();
  t.equal(ada.manager.self.screen, undefined, 'the user stopped sharing');
  voice.end();
  t.equal(ada.manager.self.microphone, undefined, 'it was unplugged');
  await deliver();
  t.same(own(), {});
});

t.test('without the right to speak, each stream of a client is muted or hidden', async (t) => {
  const { visit, deliver, network, room } = setup(t);
  const levels = { watch: () => () => {}, close: () => {} };
  const quiet = new Set(['a1']);
  const may = ({ username }: { username: string }) => !quiet.has(username);
  const [ada, bo] = [visit(0), visit(1, { levels, mayBeHeard: may, mayBeSeen: may })];
  ada.manager.start();
  bo.manager.start();
  await deliver();
  const end = network.alive.find(({ options }) => !options.initiator);
  const arrive = (id: string): FakeTrack => {
    const track = new FakeTrack();
    const only = (wanted: boolean) => (wanted ? [track] : []);
    const isCamera = id === 'camera';
    const stream = {
      getTracks: () => [track],
      getAudioTracks: () => only(!isCamera),
      getVideoTracks: () => only(isCamera),
    };
    end?.arrive(id, stream as unknown as MediaStream);
    return track;
  };
  const voice = arrive('voice');
  t.match(bo.manager.participants.get('a1'), { silenced: true });
  t.equal(voice.enabled, false);
  const screen = arrive('screen');
  t.equal(screen.enabled, false);
  const status = { type: 'status', muted: false, listening: false, streams: { camera: 'camera' } };
  network.alive.find(({ options }) => options.initiator)?.send(JSON.stringify(status));
  const camera = arrive('camera');
  t.equal(bo.manager.participants.get('a1')?.camera, undefined);

  const told: boolean[] = [];
  bo.manager.on('participant', ({ silenced }) => told.push(silenced));
  bo.manager.checkHeard();
  t.same(told, [], 'nothing changed');
  quiet.clear();
  bo.manager.checkHeard();
  t.same(told, [false]);
  t.ok(voice.enabled && screen.enabled);
  t.same(bo.manager.participants.get('a1')?.camera?.getTracks(), [camera]);
  quiet.add('Ada');
  room.post('b2', 'client-updated', { room_id: 'blue', clients: [{ id: 'a1', username: 'Ada' }] });
  await deliver();
  t.equal(voice.enabled, false, 'the name is different');
  const late = visit(2);
  late.manager.start();
  await deliver();
  t.match(late.manager.participants.get('a1'), { silenced: false }, 'by default all are heard');
});

t.test('if only presenters are allowed to speak, viewers are muted', async (t) => {
  const { visit, deliver, room } = setup(t);
  const [ada, bo] = [visit(0), visit(1)];
  ada.manager.start();
  bo.manager.start();
  await deliver();
  const role = 'viewer' as const;
  const settings = { room_id: 'blue', title: 'Physics', public: false, locked: false } as const;
  const told: unknown[] = [];
  ada.manager.on('settings', ({ speech }) => told.push(speech));
  for (const id of ['a1', 'b2']) {
    room.post(id, 'client-updated', { room_id: 'blue', clients: [{ id: 'b2', username: 'Bo', role }] });
  }
  await deliver();
  t.match(
    ada.manager.participants.get('b2'),
    { role, silenced: false },
    'as long as the room does not restrict it',
  );
  t.match(bo.manager.self, { role, maySpeak: true });
  for (const id of ['a1', 'b2']) room.post(id, 'room-settings', { ...settings, speech: 'presenters' });
  room.post('a1', 'room-settings', { ...settings, room_id: 'another', speech: 'everyone' });
  await deliver();
  t.match(ada.manager.participants.get('b2'), { silenced: true });
  t.match(bo.manager.participants.get('a1'), { role: 'presenter', silenced: false });
  t.match([ada.manager.self.maySpeak, bo.manager.self.maySpeak], [true, false]);
  t.match(ada.manager.settings, { title: 'Physics' });
  room.post('a1', 'client-updated', { room_id: 'blue', clients: [{ id: 'b2', username: 'Bo' }] });
  await deliver();
  t.match(ada.manager.participants.get('b2'), { role: 'presenter', silenced: false });
  room.post('b2', 'room-settings', { ...settings, speech: 'everyone' });
  await deliver();
  t.equal(bo.manager.self.maySpeak, true);
  t.same(told, ['presenters']);
});

t.test('mute silences the microphone, also the next one, and is announced', async (t) => {
  const { visit, deliver } = setup(t);
  const [first, second] = [new FakeTrack(), new FakeTrack()];
  const withSound = (track: FakeTrack) =>
    ({ getTracks: () => [track], getAudioTracks: () => [track] }) as unknown as MediaStream;
  const levels = { watch: () => () => {}, close: () => {} };
  const [ada, bo] = [visit(0, { levels }), visit(1)];
  ada.manager.setMicrophone(withSound(first));
  ada.manager.start();
  bo.manager.start();
  await deliver();
  t.match(bo.manager.participants.get('a1'), { muted: false, listening: false });
  ada.manager.setMuted(true);
  t.equal(first.enabled, false);
  ada.manager.setMicrophone(withSound(second));
  t.equal(second.enabled, false);
  t.match(bo.manager.participants.get('a1'), { muted: true });
  t.match(ada.manager.participants.get('b2'), { listening: true });
  const late = visit(2);
  late.manager.start();
  await deliver();
  t.match(late.manager.participants.get('a1'), { muted: true });
  ada.manager.setMuted(false);
  t.equal(second.enabled, true);
  t.match(bo.manager.participants.get('a1'), { muted: false });
});

t.test('a Manager that is left and started again measures the level of its microphone again', async (t) => {
  const { visit } = setup(t);
  const reports = new Set<(level: number) => void>();
  const levels = {
    watch: (_: MediaStream, report: (level: number) => void) => {
      reports.add(report);
      return () => reports.delete(report);
    },
    close: () => reports.clear(),
  };
  const { manager } = visit(0, { levels, microphone: fakeStream() });
  manager.start();
  t.equal(reports.size, 1);
  manager.leave();
  t.equal(reports.size, 0);
  manager.start();
  t.equal(reports.size, 1);
  for (const report of reports) report(0.3);
  t.equal(manager.self.level, 0.3);
});

t.test('levels of one turn are one event', async (t) => {
  const { visit } = setup(t);
  const reports: ((level: number) => void)[] = [];
  const levels = {
    watch: (_: MediaStream, report: (level: number) => void) => {
      reports.push(report);
      return () => {};
    },
    close: () => {},
  };
  const { manager } = visit(0, { levels, microphone: fakeStream() });
  let events = 0;
  manager.on('levels', () => events++);
  for (const level of [0.1, 0.2]) for (const report of reports) report(level);
  await flush();
  t.equal(events, 1);
  t.equal(manager.self.level, 0.2);
});
