import type { ClientData } from 'lectern-protocol';
import t, { type Test } from 'tap';
import type { SignalMessage } from '#client/peer/signals.js';
import type { TransportFactory } from '#client/peer/transport.js';
import { VideoPeer } from '#client/peer/video-peer.js';
import type { VideoPeerOptions } from '#client/peer/video-peer-options.js';
import { ManualClock } from '../support.js';
import { FakeNetwork, type FakeTransport } from './fake-transport.js';

type SignalType = SignalMessage['type'];
interface Sent {
  type: string;
  data: { attempt?: number; reason?: string; sdp?: string };
}

const flush = () => new Promise<void>((resolve) => setImmediate(resolve));

/** The side `self` of a pair and the signals it sends; the test plays the other side. */
async function setup(t: Test, selfId: string, remoteId: string, options: Partial<VideoPeerOptions> = {}) {
  const clock = new ManualClock();
  const network = new FakeNetwork(clock);
  const sent: Sent[] = [];
  const way = { open: true };
  const send: VideoPeerOptions['signaler']['send'] = (type, data) => {
    if (way.open) sent.push({ type, data: JSON.parse(JSON.stringify(data)) });
    return way.open;
  };
  const peer = new VideoPeer({
    signaler: { send },
    selfId,
    remoteId,
    iceServers: async () => [],
    createTransport: network.create,
    clock,
    random: () => 0.5,
    ...options,
  });
  t.teardown(() => peer.close());
  await flush();
  const receive = <T extends SignalType>(type: T, data: ClientData[T]) =>
    peer.receive({ sender: remoteId, receiver: selfId, type, data } as SignalMessage);
  const takeSent = () => sent.splice(0).filter(({ type }) => type !== 'icecandidate');
  return { clock, network, peer, sent, way, receive, takeSent };
}

function offer(id: number, version = 1): string {
  return `v=0\r\no=- ${id} ${version} IN IP4 127.0.0.1\r\ns=offer\r\n`;
}

/** Another end for a transport to connect to, played by the test. */
function otherEnd(network: FakeNetwork, initiator: boolean): FakeTransport {
  return network.create({ initiator, iceServers: [], iceTransportPolicy: 'all', media: {} });
}

/** Answers the first offer, as the other side would. */
function answerOf(network: FakeNetwork, sdp = ''): { end: FakeTransport; answer: string } {
  const end = otherEnd(network, false);
  let answer = '';
  end.on('signal', ({ type, data }) => {
    if (type === 'answer') answer = data.sdp;
  });
  end.signal({ type: 'offer', data: { type: 'offer', sdp } });
  return { end, answer };
}

async function connectedOfferer(t: Test, options: Partial<VideoPeerOptions> = {}) {
  const world = await setup(t, 'a', 'b', options);
  const [first] = world.takeSent();
  const { end, answer } = answerOf(world.network, first?.data.sdp);
  world.receive('answer', { type: 'answer', sdp: answer, attempt: 1 });
  t.equal(world.peer.state, 'connected');
  return { ...world, end, answer };
}

t.test('the smaller ID offers; the larger one waits and then requests an offer', async (t) => {
  const small = await setup(t, 'a', 'b');
  t.equal(small.peer.offers, true);
  t.match(small.takeSent(), [{ type: 'offer', data: { type: 'offer', attempt: 1 } }]);
  const large = await setup(t, 'b', 'a');
  t.equal(large.peer.offers, false);
  t.same(large.takeSent(), []);
  t.equal(large.network.alive.length, 0);
  large.clock.advance(11_000);
  t.same(large.takeSent(), [{ type: 'renegotiate', data: { reason: 'restart' } }]);
  t.equal(large.peer.trouble?.reason, 'no-answer');
});

t.test(
  'requests ICE servers before each attempt and connects without them if they are unavailable',
  async (t) => {
    let asked = 0;
    const iceServers = async () => {
      if (++asked === 1) throw new Error('no');
      return [{ urls: ['stun:x'] }];
    };
    const { network, clock } = await setup(t, 'a', 'b', { iceServers, iceTransportPolicy: 'relay' });
    t.match(network.alive[0]?.options, { initiator: true, iceServers: [], iceTransportPolicy: 'relay' });
    clock.advance(11_000);
    await flush();
    t.match(network.alive[0]?.options.iceServers, [{ urls: ['stun:x'] }]);
  },
);

t.test('starts another attempt if one is not answered, fails or breaks', async (t) => {
  const { peer, clock, network, receive, takeSent } = await setup(t, 'a', 'b');
  const states: string[] = [];
  peer.on('state', (state) => states.push(state));
  takeSent();

  clock.advance(10_000);
  t.equal(peer.trouble?.reason, 'no-answer');
  clock.advance(1_000);
  await flush();
  const [second] = takeSent();
  t.equal(second?.data.attempt, 2);

  network.blocked = true;
  receive('answer', { type: 'answer', sdp: answerOf(network, second?.data.sdp).answer, attempt: 2 });
  clock.advance(30_000);
  t.equal(peer.trouble?.reason, 'network-blocked');
  await flush();
  clock.advance(4_000);
  await flush();
  const third = takeSent().at(-1);
  t.ok((third?.data.attempt ?? 0) >= 3);

  network.blocked = false;
  const { answer } = answerOf(network, third?.data.sdp);
  receive('answer', { type: 'answer', sdp: answer, attempt: third?.data.attempt });
  t.equal(peer.state, 'connected');
  t.equal(peer.trouble, undefined);
  network.alive.find(({ connected, options }) => connected && options.initiator)?.fail();
  t.equal(peer.state, 'failed');
  t.equal(peer.trouble?.reason, 'ice-failed');
  clock.advance(15_000);
  await flush();
  t.equal(takeSent()[0]?.data.attempt, (third?.data.attempt ?? 0) + 1);
  t.match(states.join(), /^failed,connecting,failed,connecting.*connected,failed,connecting$/);
});

t.test('a relay candidate distinguishes a blocked network from a failing one', async (t) => {
  const { peer, clock, network, takeSent } = await setup(t, 'a', 'b');
  const candidate = 'candidate:1 1 udp 1 192.0.2.1 9 typ relay raddr 0.0.0.0 rport 0';
  network.alive[0]?.emitSignal({ type: 'icecandidate', data: { candidate, sdpMid: '0' } });
  const [first] = takeSent();
  network.blocked = true;
  peer.receive({
    sender: 'b',
    receiver: 'a',
    type: 'answer',
    data: { type: 'answer', sdp: answerOf(network, first?.data.sdp).answer, attempt: 1 },
  });
  clock.advance(30_000);
  t.equal(peer.trouble?.reason, 'ice-failed');
});

t.test('a platform without WebRTC is a trouble', async (t) => {
  const createTransport = () => {
    throw new Error('RTCPeerConnection is not defined');
  };
  const { peer } = await setup(t, 'a', 'b', { createTransport });
  t.equal(peer.state, 'failed');
  t.equal(peer.trouble?.reason, 'unsupported');
});

/** Like `setup`, with a transport that the test loads, or lets fail to load. */
async function setupLoading(t: Test, selfId: string, remoteId: string) {
  const loads: { succeed: () => void; fail: () => void }[] = [];
  const loadTransport = () =>
    new Promise<TransportFactory>((resolve, reject) => {
      loads.push({
        succeed: () => resolve(world.network.create),
        fail: () => reject(new TypeError('offline')),
      });
    });
  const world = await setup(t, selfId, remoteId, { createTransport: undefined, loadTransport });
  /** Completes all pending loads. */
  const settle = async (how: 'succeed' | 'fail') => {
    for (const load of loads.splice(0)) load[how]();
    await flush();
  };
  /** The other side's next offer. */
  const offerFromOther = async (attempt: number) => {
    const end = otherEnd(world.network, true);
    const sdp = await new Promise<string>((resolve) => {
      end.on('signal', ({ type, data }) => type === 'offer' && resolve(data.sdp));
    });
    world.receive('offer', { type: 'offer', sdp, attempt });
    return sdp;
  };
  const ownTransports = () =>
    world.network.alive.filter(({ options }) => options.initiator === world.peer.offers);
  return { ...world, loads, settle, offerFromOther, ownTransports };
}

t.test('signals that arrive while the transport is loaded are processed later, in order', async (t) => {
  const world = await setupLoading(t, 'b', 'a');
  const { loads, settle, receive, takeSent, ownTransports } = world;
  t.equal(loads.length, 1, 'it is loaded before the offer arrives');
  const sdp = await world.offerFromOther(1);
  receive('icecandidate', { candidate: 'candidate:1', sdpMid: '0', attempt: 1 });
  receive('icecandidate', { candidate: 'candidate:2', sdpMid: '0', attempt: 1 });
  await flush();
  t.same(ownTransports(), []);
  await settle('succeed');
  t.match(ownTransports()[0]?.signals, [
    { type: 'offer', data: { sdp } },
    { data: { candidate: 'candidate:1' } },
    { data: { candidate: 'candidate:2' } },
  ]);
  t.match(takeSent(), [{ type: 'answer', data: { attempt: 1 } }]);
});

for (const [selfId, remoteId, role] of [
  ['a', 'b', 'offering'],
  ['b', 'a', 'answering'],
] as const) {
  t.test(`the ${role} side reports a transport that cannot be loaded, and loads it again`, async (t) => {
    const world = await setupLoading(t, selfId, remoteId);
    const { peer, clock, settle, takeSent, ownTransports } = world;
    if (!peer.offers) await world.offerFromOther(1);
    await settle('fail');
    t.equal(peer.state, 'failed');
    t.same(peer.trouble, { reason: 'not-loaded' });
    clock.advance(1_000);
    if (!peer.offers) {
      t.match(takeSent(), [{ type: 'renegotiate', data: { reason: 'restart' } }]);
      await world.offerFromOther(2);
    }
    t.equal(peer.state, 'connecting');
    await settle('succeed');
    t.equal(ownTransports().length, 1);
  });
}

t.test('a transport that takes too long to load is a trouble of its own', async (t) => {
  const { peer, clock } = await setupLoading(t, 'a', 'b');
  clock.advance(30_000);
  t.same(peer.trouble, { reason: 'not-loaded' });
});

t.test('close() while the transport is loaded leaves nothing open', async (t) => {
  const { peer, clock, settle, network, sent } = await setupLoading(t, 'a', 'b');
  const states: string[] = [];
  peer.on('state', (state) => states.push(state));
  peer.close();
  await settle('succeed');
  t.equal(network.transports.size, 0);
  t.equal(clock.next, undefined);
  t.same([states, sent], [['closed'], []]);

  const other = await setupLoading(t, 'a', 'b');
  other.peer.close();
  await other.settle('fail');
  t.equal(other.peer.state, 'closed');
  t.equal(other.clock.next, undefined);
});

t.test('media that change while the transport is loaded are the ones it sends', async (t) => {
  const { peer, settle, network } = await setupLoading(t, 'a', 'b');
  const microphone = {} as MediaStream;
  peer.setMedia({ microphone });
  await settle('succeed');
  t.equal(network.alive[0]?.options.media.microphone, microphone);
});

t.test('the offering side drops signals that are stale, repeated or not meant for it', async (t) => {
  const { network, receive, answer, peer } = await connectedOfferer(t);
  const transport = network.transports.get(1);
  const before = transport?.signals.length;
  receive('answer', { type: 'answer', sdp: answer, attempt: 1 });
  receive('answer', { type: 'answer', sdp: answer, attempt: 2 });
  receive('answer', { type: 'answer', sdp: answer.replace(' 1 IN', ' 2 IN'), attempt: 1 });
  receive('answer', answer);
  receive('offer', { type: 'offer', sdp: offer(9), attempt: 1 });
  receive('offer', { type: 'offer', sdp: offer(9), attempt: 2 });
  receive('icecandidate', { candidate: 'x', sdpMid: '0', attempt: 2 });
  receive('renegotiate', { reason: 'tracks', attempt: 2 });
  t.equal(transport?.signals.length, before);
  t.equal(peer.state, 'connected');
  t.same(network.violations, []);
});

t.test('the answering side accepts a later attempt and drops an earlier one', async (t) => {
  const { network, receive, takeSent, peer } = await setup(t, 'b', 'a');
  const first = otherEnd(network, true);
  await flush();
  receive('offer', { type: 'offer', sdp: offer(first.id), attempt: 5 });
  await flush();
  t.match(takeSent(), [{ type: 'answer', data: { attempt: 5 } }]);
  receive('offer', { type: 'offer', sdp: offer(first.id), attempt: 5 });
  receive('offer', { type: 'offer', sdp: offer(first.id, 7), attempt: 4 });
  receive('icecandidate', { candidate: 'x', sdpMid: '0', attempt: 4 });
  receive('offer', { type: 'offer', sdp: offer(otherEnd(network, true).id, 2), attempt: 5 });
  await flush();
  t.same(takeSent(), []);
  receive('offer', { type: 'offer', sdp: offer(first.id, 3), attempt: 5 });
  t.match(takeSent(), [{ type: 'answer', data: { attempt: 5 } }]);
  receive('offer', { type: 'offer', sdp: offer(first.id, 2), attempt: 5 });
  t.same(takeSent(), []);
  const second = otherEnd(network, true);
  receive('offer', { type: 'offer', sdp: offer(second.id), attempt: 6 });
  receive('icecandidate', { candidate: 'x', sdpMid: '0', attempt: 6 });
  await flush();
  t.match(takeSent(), [{ type: 'answer', data: { attempt: 6 } }]);
  t.equal(peer.attempts, 6);
  t.equal(network.alive.filter(({ options }) => !options.initiator).length, 1);
  t.same(network.violations, []);
});

t.test(
  'understands a client that never numbers its attempts, but not one that stops numbering them',
  async (t) => {
    const { network, receive, takeSent } = await setup(t, 'b', 'a');
    const first = otherEnd(network, true);
    receive('offer', offer(first.id));
    await flush();
    t.match(takeSent(), [{ type: 'answer', data: { attempt: 1 } }]);
    receive('offer', offer(first.id, 2));
    t.match(takeSent(), [{ type: 'answer' }], 'the same session: another negotiation');
    const second = otherEnd(network, true);
    receive('offer', offer(second.id));
    await flush();
    t.match(takeSent(), [{ type: 'answer', data: { attempt: 2 } }], 'another session: another attempt');
    receive('offer', { type: 'offer', sdp: offer(otherEnd(network, true).id), attempt: 3 });
    await flush();
    takeSent();
    receive('offer', offer(otherEnd(network, true).id));
    await flush();
    t.same(takeSent(), []);
  },
);

t.test('a restart requested by the answering side is made once', async (t) => {
  const { clock, receive, takeSent, peer } = await connectedOfferer(t);
  receive('renegotiate', { reason: 'restart', attempt: 1 });
  receive('renegotiate', { reason: 'restart', attempt: 1 });
  t.equal(peer.state, 'failed');
  clock.advance(1_000);
  await flush();
  t.match(takeSent(), [{ type: 'offer', data: { attempt: 2 } }]);
  receive('renegotiate', { reason: 'restart', attempt: 1 });
  t.equal(peer.state, 'connecting');
  receive('renegotiate', { reason: 'restart', attempt: 9 });
  clock.advance(2_000);
  await flush();
  t.match(takeSent(), [{ type: 'offer', data: { attempt: 10 } }], "continues from the other side's number");
});

t.test('the answering side requests a restart when its connection fails, until it gets one', async (t) => {
  const { network, receive, takeSent, clock } = await setup(t, 'b', 'a');
  receive('offer', { type: 'offer', sdp: offer(otherEnd(network, true).id), attempt: 3 });
  await flush();
  takeSent();
  network.alive.find(({ options }) => !options.initiator)?.fail();
  t.same(takeSent(), [], 'the other side might have left');
  clock.advance(1_000);
  t.same(takeSent(), [{ type: 'renegotiate', data: { reason: 'restart', attempt: 3 } }]);
  clock.advance(12_000);
  t.same(takeSent(), [{ type: 'renegotiate', data: { reason: 'restart', attempt: 3 } }]);
  receive('offer', { type: 'offer', sdp: offer(otherEnd(network, true).id), attempt: 4 });
  await flush();
  t.match(takeSent(), [{ type: 'answer', data: { attempt: 4 } }]);
});

t.test('floods of requests are not answered', async (t) => {
  const answering = await setup(t, 'b', 'a');
  for (let attempt = 1; attempt <= 500; attempt++) {
    const sdp = offer(otherEnd(answering.network, true).id);
    answering.receive('offer', { type: 'offer', sdp, attempt });
  }
  await flush();
  t.ok(answering.peer.attempts <= 10);
  const offering = await connectedOfferer(t);
  for (let time = 0; time < 500; time++) {
    offering.receive('renegotiate', { reason: 'tracks', kind: 'video', attempt: 1 });
    offering.receive('icecandidate', { candidate: 'x', sdpMid: '0', attempt: 1 });
  }
  t.ok((offering.network.transports.get(1)?.signals.length ?? 0) < 400);
  t.equal(offering.peer.state, 'connected');
});

t.test('negotiations without a way to the other side do not change the connection', async (t) => {
  const { peer, way, clock, takeSent, network } = await connectedOfferer(t);
  way.open = false;
  peer.setMedia({});
  clock.advance(60_000);
  t.equal(peer.state, 'connected');
  way.open = true;
  clock.advance(10_000);
  const [renewed] = takeSent();
  t.match(renewed, { type: 'offer', data: { attempt: 1 } });
  clock.advance(9_999);
  t.equal(peer.state, 'connected');
  clock.advance(1);
  t.equal(peer.state, 'failed', 'one that arrived and is not answered does not');
  t.same(network.violations, []);
});

t.test('sends its status to the other side, and validates theirs', async (t) => {
  const { peer, end, network } = await connectedOfferer(t, { muted: true });
  const status = () => JSON.parse(network.transports.get(1)?.texts.at(-1) ?? '');
  t.match(status(), { type: 'status', muted: true, listening: true, streams: {} });
  peer.setMuted(false);
  t.match(status(), { muted: false });
  let changes = 0;
  peer.on('remote', () => changes++);
  end.send('nonsense');
  end.send('{"type":"status","muted":"yes"}');
  t.equal(changes, 0);
  end.send(JSON.stringify({ type: 'status', muted: true, listening: false, streams: {} }));
  t.match(peer.remote, { muted: true, listening: false });
  end.send(JSON.stringify({ type: 'status', muted: true, listening: false, streams: {} }));
  t.equal(changes, 1);
});

t.test('measures quality every 2 s while connected', async (t) => {
  const { peer, clock, network } = await connectedOfferer(t);
  const scores: string[] = [];
  peer.on('quality', ({ score }) => scores.push(score));
  for (let sample = 0; sample < 3; sample++) {
    clock.advance(2_000);
    await flush();
  }
  t.same(scores, ['good', 'good', 'good']);
  network.transports.get(1)?.fail();
  t.equal(peer.quality, undefined);
});

t.test('check() keeps a connection that transports data', async (t) => {
  const { peer, clock, network } = await connectedOfferer(t);
  const checked = peer.check();
  await flush();
  clock.advance(1_000);
  await checked;
  t.equal(peer.state, 'connected');
  t.equal(network.transports.get(1)?.closed, false);
});

t.test('check() renews a connection without data, and requests it if the other side offers', async (t) => {
  const offering = await connectedOfferer(t);
  offering.network.cut = true;
  const checked = offering.peer.check();
  await flush();
  offering.clock.advance(1_000);
  await checked;
  await flush();
  t.equal(offering.peer.state, 'connecting');
  t.match(offering.takeSent(), [{ type: 'offer', data: { attempt: 2 } }]);

  const answering = await setup(t, 'b', 'a');
  await answering.peer.check();
  t.equal(answering.peer.state, 'connecting');
  t.match(answering.takeSent(), [{ type: 'renegotiate', data: { reason: 'restart' } }]);
});

t.test('close() is final', async (t) => {
  const { peer, network, clock, receive } = await connectedOfferer(t);
  peer.close();
  peer.close();
  t.equal(peer.state, 'closed');
  receive('renegotiate', { reason: 'restart', attempt: 1 });
  clock.advance(600_000);
  await flush();
  t.equal(network.transports.get(1)?.closed, true);
  t.equal(network.alive.length, 0);
});
