import { randomBytes, randomUUID } from 'node:crypto';
import { connect as connectTcp, type Socket } from 'node:net';

import t, { type Test } from 'tap';
import { connect } from '../../helpers/client.js';
import { startServer } from '../../helpers/server.js';
import { connectSocketIo } from '../../helpers/socket-io.js';

for (const transport of ['websocket', 'polling'] as const) {
  t.test(`a client over ${transport} is told when to reconnect to a server that shuts down`, async (t) => {
    const { server, url } = await startServer(t, { socketIo: true });
    const ada = await connectSocketIo(t, url, { transports: [transport], query: { room: 'blue' } });
    await ada.next('welcome');
    const closed = ada.closed();
    const stopped = server.close({ spread: 5 });
    const { data } = await ada.next('close');
    t.match(data, { code: 4000, name: 'shutdown', reconnect: true, retry_after_ms: Number });
    t.ok(Number(data.retry_after_ms) <= 5000);
    t.not(await closed, 'io server disconnect', 'the library reconnects by itself');
    await stopped;
  });
}

/** A Socket.IO client that stops reading after it has joined a room. */
async function sleeper(t: Test, url: string, room: string): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const socket = connectTcp(Number(port), hostname);
  t.teardown(() => void socket.destroy());
  socket.on('error', () => {});
  socket.write(
    `GET /socket.io/?EIO=4&transport=websocket&deltas=1&room=${room} HTTP/1.1\r\nHost: ${hostname}:${port}\r\n` +
      'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n' +
      `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\n\r\n`,
  );
  // The packet `40`, which connects to the namespace, masked with zeros.
  socket.write(Buffer.from([0x81, 0x82, 0, 0, 0, 0, 0x34, 0x30]));
  await new Promise<void>((resolve) => {
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk;
      if (text.includes('welcome')) resolve();
    });
  });
  socket.removeAllListeners('data');
  socket.pause();
  return socket;
}

t.test('a client that does not read is disconnected, and delays nobody', async (t) => {
  const free = { chatRate: 1e9, chatBurst: 1e9, addressRate: 1e9, addressBurst: 1e9 };
  const { url, wsUrl } = await startServer(t, {
    socketIo: true,
    reconnectionTimeout: 0,
    outboundLimit: 262_144,
    ...free,
  });
  const room = randomUUID();
  const ben = await connect(t, wsUrl(`/room/${room}/ws?deltas=1`));
  await ben.next('room-info');
  await sleeper(t, url, room);
  await ben.next('client-joined');
  const ada = await connectSocketIo(t, url, { query: { room, deltas: '1' }, transports: ['websocket'] });
  await ada.next('welcome');
  const text = 'x'.repeat(4000);
  let isGone = false;
  const gone = ben.next('client-left').then(() => {
    isGone = true;
  });
  let sent = 0;
  while (!isGone) {
    ben.send('text', { from: 'Ben', time: 1, text }, { receiver: 'room' });
    sent++;
    await ada.next('text');
  }
  await gone;
  t.ok(sent > 60, 'first, the send queue has to be full');
});
