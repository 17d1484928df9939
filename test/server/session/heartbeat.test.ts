import { once } from 'node:events';
import t from 'tap';
import { connect } from '../../helpers/client.js';
import { rawUpgrade } from '../../helpers/raw-socket.js';
import { startServer } from '../../helpers/server.js';

t.test('the server pings a connection by the socket and by a message that a page can see', async (t) => {
  const { wsUrl } = await startServer(t, { heartbeatInterval: 0.1 });
  const client = await connect(t, wsUrl('/ws'));
  const { id } = await client.welcome();
  await once(client.socket, 'ping');
  const { sender, receiver, data } = await client.next('ping');
  t.same([sender, receiver, typeof data], ['server', id, 'number']);
});

t.test('a responsive connection stays open', async (t) => {
  const { wsUrl } = await startServer(t, { heartbeatInterval: 0.2, heartbeatTimeout: 0.2 });
  const client = await connect(t, wsUrl('/ws'));
  for (let i = 0; i < 4; i++) await once(client.socket, 'ping');
  t.equal((await client.request('ping', 'still here')).type, 'pong');
});

t.test('a connection that has answered stays open even if the server was delayed meanwhile', async (t) => {
  const { wsUrl } = await startServer(t, { heartbeatInterval: 0.2, heartbeatTimeout: 0.1 });
  const client = await connect(t, wsUrl('/ws'));
  for (let i = 0; i < 5; i++) {
    await once(client.socket, 'ping');
    // Its pong was sent, but is not read before the deadline.
    const end = performance.now() + 300;
    while (performance.now() < end);
    t.equal((await client.request('ping', 'still here')).type, 'pong');
  }
});

t.test('a silent connection is considered dead, and its room is informed', async (t) => {
  const { url, wsUrl } = await startServer(t, { heartbeatInterval: 0.2, heartbeatTimeout: 0.2 });
  const watcher = await connect(t, wsUrl('/room/blue/ws?deltas=1'));
  await watcher.next('room-info');
  const silent = await rawUpgrade(t, url, '/room/blue/ws');
  const { id } = (await silent.nextMessage()).data as { id: string };
  t.match(await silent.closeFrame(), { code: 4001, reason: 'dead' });
  await watcher.next('client-left', ({ data }) => data.ids.includes(id));
  t.pass('the room was informed');
});
