import t, { type Test } from 'tap';
import type { SignalMessage } from '#client/peer/signals.js';
import { VideoPeer } from '#client/peer/video-peer.js';
import { ManualClock } from '../support.js';
import { FakeNetwork } from './fake-transport.js';

const flush = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Two clients. `reload` replaces the page of one: the new one has its id, and knows nothing of the connection. */
async function pair(t: Test) {
  const clock = new ManualClock();
  const network = new FakeNetwork(clock);
  const peers: Record<string, VideoPeer> = {};
  const sent: string[] = [];
  const open = (selfId: string, remoteId: string, replaces: boolean) => {
    const send = (type: string, data: unknown) => {
      sent.push(`${selfId} ${type}`);
      const message = { sender: selfId, receiver: remoteId, type, data: structuredClone(data) };
      queueMicrotask(() => peers[remoteId]?.receive(message as SignalMessage));
      return true;
    };
    const peer = new VideoPeer({
      signaler: { send: send as never },
      selfId,
      remoteId,
      replaces,
      iceServers: async () => [],
      createTransport: network.create,
      clock,
      random: () => 0.5,
    });
    t.teardown(() => peer.close());
    peers[selfId] = peer;
  };
  const pass = async (seconds: number) => {
    for (let i = 0; i < seconds * 10; i++) {
      await flush();
      clock.advance(100);
    }
    await flush();
  };
  open('b', 'a', false);
  open('a', 'b', false);
  await pass(0.2);
  return {
    clock,
    network,
    sent,
    pass,
    states: () => [peers.a?.state, peers.b?.state],
    peers,
    reload: (selfId: string, remoteId: string) => {
      const former = peers[selfId];
      delete peers[selfId];
      former?.close();
      open(selfId, remoteId, true);
    },
  };
}

for (const [self, remote, role] of [
  ['a', 'b', 'makes the offers'],
  ['b', 'a', 'answers'],
] as const) {
  t.test(`a page that ${role} is connected again soon after a reload, and after the next`, async (t) => {
    const { pass, states, reload, network } = await pair(t);
    t.strictSame(states(), ['connected', 'connected']);
    for (let time = 0; time < 3; time++) {
      reload(self, remote);
      await pass(4);
      t.strictSame(states(), ['connected', 'connected']);
    }
    t.strictSame(network.violations, []);
    t.equal(network.alive.length, 2);
  });
}

t.test('an outdated request or offer does not break a connection that works', async (t) => {
  const { pass, states, reload, peers, sent } = await pair(t);
  reload('b', 'a');
  await pass(4);
  t.strictSame(states(), ['connected', 'connected']);
  sent.length = 0;
  const outdated = { attempt: 1 };
  peers.a?.receive({
    sender: 'b',
    receiver: 'a',
    type: 'renegotiate',
    data: { reason: 'restart', ...outdated },
  });
  const sdp = 'v=0\r\no=- 77 1 IN IP4 127.0.0.1\r\ns=offer\r\n';
  peers.b?.receive({ sender: 'a', receiver: 'b', type: 'offer', data: { type: 'offer', sdp, ...outdated } });
  await pass(4);
  t.strictSame(states(), ['connected', 'connected']);
  t.strictSame(sent, []);
});
