import { randomUUID } from 'node:crypto';
import t from 'tap';
import { connect } from '../../helpers/client.js';
import { startServer } from '../../helpers/server.js';
import { connectSocketIo, type SocketIoOptions } from '../../helpers/socket-io.js';

const message = (text: string) => ({ from: 'Ada', time: 1, text });

const ways: [string, SocketIoOptions][] = [
  ['version 4 over WebSocket', { version: 4, transports: ['websocket'] }],
  ['version 4 that polls', { version: 4, transports: ['polling'] }],
  ['version 4 that begins with polling', { version: 4 }],
  ['version 3', { version: 3 }],
  ['version 2', { version: 2 }],
  ['version 1', { version: 1 }],
];

const { url, wsUrl } = await startServer(t, { socketIo: true });

for (const [way, options] of ways) {
  t.test(`a client of ${way} is in one room with a WebSocket client`, async (t) => {
    const room = randomUUID();
    const ada = await connectSocketIo(t, url, { ...options, query: { room } });
    const { data: welcome } = await ada.next('welcome');
    t.equal(welcome.room_id, room);
    const ben = await connect(t, wsUrl(`/room/${room}/ws`));
    const { id } = await ben.welcome();
    const answer = await ada.request('text', message('hello'));
    t.strictSame(answer, { ok: true, type: 'accepted', data: { of: 'text', seq: 1 } });
    t.match(await ben.next('text'), {
      sender: welcome.id,
      receiver: `room/${room}`,
      data: { text: 'hello' },
      seq: 1,
    });
    t.match(await ada.next('text'), { data: { text: 'hello' }, place: { sender: welcome.id, seq: 1 } });
    ben.send('text', message('hi'), { receiver: 'room' });
    t.match(await ada.next('text'), {
      data: { text: 'hi' },
      place: { sender: id, receiver: `room/${room}`, seq: 2 },
    });
    ben.send('text', message('psst'), { receiver: String(welcome.id) });
    t.match(await ada.next('text'), { data: { text: 'psst' }, place: { receiver: welcome.id, seq: 1 } });
    ada.socket.emit('text', message('for you'), { receiver: id });
    t.match(await ben.next('text', ({ receiver }) => receiver === id), { data: { text: 'for you' } });
  });
}

t.test('a message without an acknowledgement that is refused comes back as an error', async (t) => {
  const ada = await connectSocketIo(t, url);
  ada.socket.emit('text', message('to nobody'), { receiver: 'nobody' });
  t.match(await ada.next('error'), { data: { code: 'unknown-receiver', of: 'text' } });
  t.match(await ada.request('text', { text: 1 }, { receiver: 'nobody' }), {
    ok: false,
    type: 'error',
    data: { code: 'bad-data' },
  });
  t.match(await ada.request('no-such-type', null), { ok: false, data: { code: 'unknown-type' } });
});

t.test('the namespaces of the protocol are namespaces of Socket.IO', async (t) => {
  const [ada, ben] = [
    await connectSocketIo(t, url, { namespace: '/layout', auth: { dialect: 'native' } }),
    await connectSocketIo(t, url, { namespace: '/layout', auth: { dialect: 'native' } }),
  ];
  t.match(await ada.request('JOIN', { room: 'r', name: 'ada' }), {
    ok: true,
    type: 'JOIN',
    data: { ok: true },
  });
  t.match(await ben.request('JOIN', { room: 'r', name: 'ben' }), { ok: true });
  ada.socket.emit('NOTIFY', { room: 'r', message: { volume: 3 } });
  t.match(await ben.next('EVENT'), {
    data: { sender: 'ada', room: 'r', message: { volume: 3 } },
    place: { receiver: '/layout/r', seq: 1 },
  });
  await t.rejects(connectSocketIo(t, url, { namespace: '/nowhere' }), { message: 'Invalid namespace' });
});

t.test('the server says with which code it closes a connection', async (t) => {
  const ada = await connectSocketIo(t, url);
  const closed = ada.closed();
  const left = ada.next('close');
  ada.socket.emit('bye');
  t.match(await left, { data: { code: 1000, name: 'bye', reconnect: false } });
  t.equal(await closed, 'io server disconnect');
});

t.test('without the option, there is no Socket.IO', async (t) => {
  const { url } = await startServer(t);
  await t.rejects(connectSocketIo(t, url, { transports: ['polling'] }));
  await t.rejects(connectSocketIo(t, url, { transports: ['websocket'] }));
});
