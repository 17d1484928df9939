import { randomUUID } from 'node:crypto';
import t from 'tap';
import { connect } from '../../helpers/client.js';
import { startServer } from '../../helpers/server.js';
import { connectSocketIo } from '../../helpers/socket-io.js';

const namespace = '/trigger';

for (const [name, version] of Object.entries({ '1.7.4': 1, '2.5.0': 2, '3.1.3': 3, '4.8': 4 } as const)) {
  t.test(`socket.io-client ${name}: broadcasts have an ID and data, and arrive as the data`, async (t) => {
    const { url, wsUrl } = await startServer(t, { socketIo: true });
    const player = await connectSocketIo(t, url, { version, namespace });
    const producer = await connectSocketIo(t, url, { version, namespace });
    const webSocket = await connect(t, wsUrl('/ws'));
    const id = randomUUID();
    t.same(await player.ask('JOIN', id), []);
    await webSocket.request('/trigger JOIN', id);
    // The producer has not joined: the timeline service of 2-IMMERSE does not, either.
    for (const type of ['EVENTS', 'UPDATES', 'STATUS'] as const) {
      const data = [{ of: type, at: 1 }, null, 'text'];
      producer.socket.emit(`BROADCAST_${type}`, id, data);
      t.same((await player.next(type)).args, [data]);
      t.match(await webSocket.next(`/trigger ${type}`), { receiver: `/trigger/${id}`, data });
    }
    producer.socket.emit('BROADCAST_STATUS', id, null);
    t.same((await player.next('STATUS')).args, [null]);
    await webSocket.next('/trigger STATUS');
    producer.socket.emit('BROADCAST_STATUS', { id, data: 7 });
    t.same((await player.next('STATUS')).args, [7], 'as WebSocket clients send it');
    await webSocket.next('/trigger STATUS');
    webSocket.send('/trigger BROADCAST_EVENTS', { id, data: 'from a WebSocket' });
    t.same((await player.next('EVENTS')).args, ['from a WebSocket']);
    player.socket.emit('BROADCAST_UPDATES', id, 'from a member');
    t.match(await webSocket.next('/trigger UPDATES'), { data: 'from a member' });
    t.same(await player.ask('LEAVE', id), []);
    webSocket.send('/trigger BROADCAST_EVENTS', { id, data: 'late' });
    await webSocket.drain();
    t.same(
      await player.queued(['JOIN', randomUUID()]),
      [],
      'nothing of its own, and nothing after it has left',
    );
  });
}
