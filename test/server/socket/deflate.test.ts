import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import t, { type Test } from 'tap';
import { WebSocket } from 'ws';
import { encodeFrame } from '../../../server/delivery/frame.js';
import { FrameChain } from '../../../server/delivery/frame-chain.js';
import { connect, type TestClient, upgradeStatus } from '../../helpers/client.js';
import { startServer } from '../../helpers/server.js';

const { wsUrl } = await startServer(t, { deflate: true });

const long = (text: string): string => `${text} ${'and again '.repeat(300)}`;

/** A client that has been in the room since before the next message, with or without permessage-deflate. */
async function member(t: Test, path: string, perMessageDeflate: boolean): Promise<TestClient<WebSocket>> {
  const client = await connect(t, wsUrl(path), { perMessageDeflate });
  await client.welcome();
  await client.next('room-info');
  return client;
}

/** Bytes that have arrived at a client. */
const received = ({ socket }: TestClient<WebSocket>): number =>
  (socket as unknown as { _socket: { bytesRead: number } })._socket.bytesRead;

t.test('the parameters let all clients decode the same bytes', async (t) => {
  const extensions = async (offer: string): Promise<string | undefined> => {
    const socket = new WebSocket(wsUrl('/ws'), {
      perMessageDeflate: false,
      headers: { 'sec-websocket-extensions': offer },
    });
    t.teardown(() => socket.terminate());
    // ws refuses the connection afterwards, because it did not make the offer itself.
    socket.on('error', () => {});
    const [{ headers }] = (await once(socket, 'upgrade')) as [IncomingMessage];
    return headers['sec-websocket-extensions'];
  };
  const accepted = 'permessage-deflate; server_no_context_takeover; server_max_window_bits=10';
  t.equal(await extensions('permessage-deflate'), accepted);
  const small = 'permessage-deflate; server_max_window_bits=9';
  t.equal(await extensions(`${small}, permessage-deflate`), accepted);
  t.equal(await upgradeStatus(t, wsUrl('/ws'), { perMessageDeflate: { serverMaxWindowBits: 9 } }), 400);
});

t.test('clients with and without compression receive the same messages in order', async (t) => {
  const path = '/room/mixed/ws?deltas=1';
  const clients = [
    await member(t, path, true),
    await member(t, path, false),
    await member(t, path, true),
    await member(t, path, false),
  ];
  const [ada] = clients as [TestClient<WebSocket>];
  t.equal(ada.socket.extensions, 'permessage-deflate');
  const texts = ['one', long('two'), 'three', long('four'), long('five'), 'six'];
  const before = clients.map(received);
  // ws compresses the long ones, so the server has to decompress them.
  for (const text of texts) ada.send('text', { from: 'Ada', time: 1, text }, { receiver: 'room' });
  for (const client of clients) {
    for (const text of texts) t.equal((await client.next('text')).data.text, text);
  }
  const [deflated = 0, plain = 0] = clients.map((client, i) => received(client) - (before[i] ?? 0));
  t.ok(deflated < plain / 2, `${deflated} bytes instead of ${plain}`);
});

t.test('a list of members needs fewer bytes with compression', async (t) => {
  const path = '/room/list/ws?deltas=1';
  const [deflated, plain] = [await member(t, path, true), await member(t, path, false)];
  await Promise.all(Array.from({ length: 20 }, () => member(t, path, false)));
  const bytesOf = async (client: typeof plain): Promise<number> => {
    // The joins have been announced before the last newcomer has got its list.
    await client.drain();
    const before = received(client);
    const { data } = await client.request('get-room-info');
    t.match(data, { clients: { length: 22 } });
    return received(client) - before;
  };
  const [less, more] = [await bytesOf(deflated), await bytesOf(plain)];
  t.ok(less < more, `${less} bytes instead of ${more}`);
});

t.test('a frame is compressed once, and only if that makes it smaller', (t) => {
  const chain = (text: string) =>
    new FrameChain(undefined, undefined, 0, 0).append(encodeFrame(JSON.stringify(text), false));
  const small = chain('small');
  t.equal(small.deflated, small);
  const large = chain(long('large'));
  t.equal(large.deflated, large.deflated);
  t.equal(large.deflated.size, large.deflated.wire.length);
  t.ok(large.deflated.size < large.size);
  const huge = chain('x'.repeat(300_000));
  t.equal(huge.deflated, huge, 'a larger one would delay the other clients');
  t.end();
});
