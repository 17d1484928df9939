import t from 'tap';
import { connect, type TestClient } from '../../helpers/client.js';
import { startServer } from '../../helpers/server.js';

/** Rates so high that they have no effect. */
const unlimited = {
  signalingRate: 1e9,
  signalingBurst: 1e9,
  otherRate: 1e9,
  otherBurst: 1e9,
};

/** Large enough that a few hundred messages exceed every buffer of the kernel. */
const large = `v=0\r\n${'x'.repeat(60_000)}`;

/** Three clients in a room; the first one stops reading. */
async function scene(t: Parameters<typeof connect>[0], wsUrl: (path: string) => string) {
  const stopped = await connect(t, wsUrl('/room/blue/ws?deltas=1'));
  const { id } = await stopped.welcome();
  stopped.socket.pause();
  const sender = await connect(t, wsUrl('/room/blue/ws?deltas=1'));
  const witness = await connect(t, wsUrl('/room/blue/ws?deltas=1'));
  await witness.next('room-info');
  return { stopped, id, sender, witness };
}

/** Sends a client 50 large messages and waits until the server has received them. */
async function burst(sender: TestClient, receiver: string): Promise<void> {
  for (let i = 0; i < 50; i++) sender.send('offer', large, { receiver });
  await sender.request('ping');
}

/** Sends to a client until the server reports that it is gone. Returns the number of messages sent. */
async function floodUntilGone(sender: TestClient, receiver: string): Promise<number> {
  for (let sent = 0; ; sent++) {
    const answer = await sender.request('offer', large, { receiver });
    if (answer.type === 'error') {
      if (answer.data.code !== 'unknown-receiver') throw new Error(JSON.stringify(answer.data));
      return sent;
    }
  }
}

t.test(
  'a client whose send queue is too large is disconnected, and the others are not affected',
  async (t) => {
    const { wsUrl } = await startServer(t, { ...unlimited, outboundLimit: 300_000 });
    const { id, sender, witness } = await scene(t, wsUrl);
    t.ok((await floodUntilGone(sender, id)) > 4, 'data that the kernel accepts is sent');
    await witness.next('client-left', ({ data }) => data.ids.includes(id));
    t.equal((await witness.request('ping', 1)).type, 'pong');
  },
);

t.test(
  'a client that accepts no data for too long is disconnected, however small its send queue is',
  async (t) => {
    const { url, wsUrl } = await startServer(t, { ...unlimited, outboundLimit: 1e9, outboundStall: 0.5 });
    const { id, sender, witness } = await scene(t, wsUrl);
    const waiting = async () =>
      /lectern_send_queues (\d+)/.exec(await (await fetch(`${url}/metrics`)).text())?.[1];
    let isGone = false;
    const gone = witness
      .next('client-left', ({ data }) => data.ids.includes(id))
      .then(() => {
        isGone = true;
      });
    while (!isGone && (await waiting()) === '0') await burst(sender, id);
    await gone;
    t.pass('it was disconnected');
  },
);

t.test('if all send queues are too large in total, the slowest client is disconnected', async (t) => {
  const { wsUrl } = await startServer(t, { ...unlimited, outboundLimit: 1e9, outboundShare: 1e-6 });
  const { id, sender } = await scene(t, wsUrl);
  t.ok((await floodUntilGone(sender, id)) > 0);
});

t.test('volatile messages to a slow client are dropped, and the client stays connected', async (t) => {
  const { url, wsUrl } = await startServer(t, { ...unlimited, outboundDrop: 1024, outboundLimit: 1e9 });
  const { stopped, id, sender } = await scene(t, wsUrl);
  const dropped = async () =>
    Number(/lectern_dropped_messages_total (\d+)/.exec(await (await fetch(`${url}/metrics`)).text())?.[1]);
  while ((await dropped()) === 0) {
    await burst(sender, id);
    await sender.request('ping', 'volatile', { receiver: id });
  }
  stopped.socket.resume();
  await sender.request('ping', 'the last', { receiver: id });
  t.equal((await stopped.request('ping', 'here again')).type, 'pong');
});
