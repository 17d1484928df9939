import { randomUUID } from 'node:crypto';
import t, { type Test } from 'tap';
import { signToken } from '../../../server/identity/tokens.js';
import type { Options } from '../../../server/index.js';
import { connect } from '../../helpers/client.js';
import { startServer } from '../../helpers/server.js';
import { connectSocketIo, type SocketIoOptions } from '../../helpers/socket-io.js';

/** The versions that clients of 2-IMMERSE use, and later ones. */
const versions = { '1.7.4': 1, '2.5.0': 2, '3.1.3': 3, '4.8': 4 } as const;

async function start(t: Test, options: Partial<Options> = {}) {
  const { url, wsUrl } = await startServer(t, { socketIo: true, ...options });
  return {
    url,
    open: (version: 1 | 2 | 3 | 4, namespace: string, more: SocketIoOptions = {}) =>
      connectSocketIo(t, url, { version, namespace, ...more }),
    webSocket: () => connect(t, wsUrl('/ws')),
  };
}

for (const namespace of ['/layout', '/bus'] as const) {
  for (const [name, version] of Object.entries(versions)) {
    t.test(
      `${namespace}, socket.io-client ${name}: JSON strings and objects, in one room with a WebSocket`,
      async (t) => {
        const { open, webSocket } = await start(t);
        const [tv, tablet, phone] = [
          await open(version, namespace),
          await open(4, namespace),
          await webSocket(),
        ];
        const room = `living room ${randomUUID()}`.padEnd(200, '.');
        t.same(
          await tv.ask('JOIN', JSON.stringify({ room, name: 'tv' })),
          [],
          'acknowledged without arguments',
        );
        t.same(await tablet.ask('JOIN', { room, name: 'tablet' }), []);
        await phone.request(`${namespace} JOIN`, { room, name: 'phone' });

        tv.socket.emit('NOTIFY', JSON.stringify({ room, message: { show: 'clock' } }));
        const shown = { sender: 'tv', room, message: { show: 'clock' } };
        t.same((await tablet.next('EVENT')).args, [shown], 'the data alone');
        t.match(await phone.next(`${namespace} EVENT`), { receiver: `${namespace}/${room}`, data: shown });
        phone.send(`${namespace} NOTIFY`, { room, message: 'hello' });
        t.same((await tv.next('EVENT')).args, [{ sender: 'phone', room, message: 'hello' }]);
        tablet.socket.emit('NOTIFY', { room, message: 1, sender: 'service' });
        t.same((await tv.next('EVENT')).args, [{ sender: 'service', room, message: 1 }]);

        tv.socket.emit('CLIENTS', JSON.stringify({ room }));
        t.same((await tv.next('CLIENTS')).args, [{ room, clients: ['tv', 'tablet', 'phone'] }]);

        t.same(await tv.ask('LEAVE', JSON.stringify({ room, name: 'tv' })), []);
        phone.send(`${namespace} NOTIFY`, { room, message: 'bye' });
        await tablet.next('EVENT', ({ args }) => (args[0] as { message: unknown }).message === 'bye');
        t.same(await tv.queued(['JOIN', { room: randomUUID(), name: 'tv' }]), [], 'and nothing else');
      },
    );
  }

  t.test(
    `${namespace}: a service that has joined nothing publishes, and a client is gone when it closes`,
    async (t) => {
      const { open } = await start(t);
      const [tv, service] = [await open(2, namespace), await open(1, namespace)];
      await tv.ask('JOIN', { room: 'r', name: 'tv' });
      service.socket.emit(
        'NOTIFY',
        JSON.stringify({ room: 'r', message: 'layout', sender: 'layout service' }),
      );
      t.same((await tv.next('EVENT')).args, [{ sender: 'layout service', room: 'r', message: 'layout' }]);
      await service.ask('JOIN', { room: 'r', name: 'service' });
      const clients = async () => {
        tv.socket.emit('CLIENTS', { room: 'r' });
        return (await tv.next('CLIENTS')).data.clients as string[];
      };
      t.same(await clients(), ['tv', 'service']);
      service.socket.disconnect();
      while ((await clients()).length > 1);
      t.same(await clients(), ['tv']);
    },
  );
}

t.test('a refused message is not acknowledged, and causes an error', async (t) => {
  const { open } = await start(t);
  const tv = await open(2, '/bus');
  for (const [event, data, code] of [
    ['JOIN', '{"room": "r"}', 'bad-data'],
    ['JOIN', 'no JSON', 'bad-data'],
    ['LEAVE', { room: 'r' }, 'not-in-room'],
    ['DANCE', {}, 'unknown-type'],
  ] as const) {
    tv.socket.emit(event, data, () => t.fail(`${event} was acknowledged`));
    t.match((await tv.next('error')).args, [{ code, of: event }]);
  }
});

t.test('with tokens, the query contains one, and only members publish', async (t) => {
  const tokenSecret = 'a secret of the tests that is long enough';
  const signing = { tokenSecret, tokenAudience: 'lectern', tokenIssuer: '' };
  const { open } = await start(t, { tokenSecret });
  const stranger = await open(2, '/bus');
  stranger.socket.emit('JOIN', { room: 'r', name: 'tv' });
  t.match((await stranger.next('error')).args, [{ code: 'login-required' }]);
  const { token } = await signToken(signing, { sub: 'ann', grants: { rooms: ['/bus'] } });
  const [tv, service] = [
    await open(2, '/bus', { query: { token } }),
    await open(4, '/bus', { auth: { token } }),
  ];
  t.same(await tv.ask('JOIN', { room: 'r', name: 'tv' }), []);
  service.socket.emit('NOTIFY', { room: 'r', message: 1 });
  t.match((await service.next('error')).args, [{ code: 'not-in-room' }]);
  await service.ask('JOIN', { room: 'r', name: 'service' });
  service.socket.emit('NOTIFY', { room: 'r', message: 2, sender: 'service' });
  t.same((await tv.next('EVENT')).args, [{ sender: 'ann', room: 'r', message: 2 }]);
});
