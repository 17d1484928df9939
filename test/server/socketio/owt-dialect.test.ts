import t from 'tap';
import { signToken } from '../../../server/identity/tokens.js';
import { connect } from '../../helpers/client.js';
import { startServer } from '../../helpers/server.js';
import { connectSocketIo } from '../../helpers/socket-io.js';
import { EVENTS, enter, OwtClient, openToken, versions } from './owt-client.js';

const tokenSecret = 'a secret of the tests that is long enough';
const signing = { tokenSecret, tokenAudience: 'lectern', tokenIssuer: '' };

for (const [name, version] of Object.entries(versions)) {
  t.test(
    `socket.io-client ${name}: from the login to the logout, in one room with a WebSocket`,
    async (t) => {
      const { url, wsUrl } = await startServer(t, { socketIo: true });
      const ann = await enter(t, url, 'blue', version);
      t.match(ann.data, {
        id: String,
        user: String,
        role: 'presenter',
        permission: { publish: { audio: true }, subscribe: { video: true } },
        reconnectionTicket: String,
        reconnectionTimeout: 30,
      });
      t.same(ann.data?.room, {
        id: 'blue',
        participants: [{ id: ann.id, user: ann.data?.user, role: 'presenter' }],
        streams: [],
      });

      const ben = await enter(t, url, 'blue', 4);
      t.same(
        ben.data?.room?.participants.map(({ id }) => id),
        [ann.id, ben.id],
      );
      const { id, user, role } = ben.data ?? {};
      t.same((await ann.client.next('participant')).args, [{ action: 'join', data: { id, user, role } }]);

      const cleo = await connect(t, wsUrl('/room/blue/ws?login=1'));
      const { id: cleoId } = await cleo.welcome();
      await cleo.request('login', { protocol: '1.2' });
      for (const each of [ann, ben]) {
        t.match((await each.client.next('participant')).args, [{ action: 'join', data: { id: cleoId } }]);
      }

      t.same(await ann.client.ask('text', { to: 'all', message: 'hello' }), ['ok']);
      for (const each of [ann, ben]) {
        const heard = await each.client.next('text');
        t.same(heard.args, [{ from: ann.id, to: 'all', message: 'hello' }], 'everyone, also the sender');
      }
      t.match(await cleo.next('text'), {
        sender: ann.id,
        receiver: 'room/blue',
        data: { from: ann.data?.name, text: 'hello' },
      });
      t.same(await ann.client.ask('text', { to: ben.id, message: 'psst' }), ['ok']);
      t.same((await ben.client.next('text')).args, [{ from: ann.id, to: ben.id, message: 'psst' }]);
      cleo.send('text', { from: 'Cleo', time: 1, text: 'hi' }, { receiver: 'room' });
      t.same((await ann.client.next('text')).args, [{ from: cleoId, to: 'all', message: 'hi' }]);
      t.match(await ann.client.ask('text', { to: 'nobody', message: 'x' }), ['error', /not found/]);
      t.match(await ann.client.ask('text', { to: 'all', message: '' }), ['error', /text/]);

      const [status, ticket] = await ann.client.ask('refreshReconnectionTicket');
      t.equal(status, 'ok');
      t.equal(JSON.parse(Buffer.from(String(ticket), 'base64').toString()).participantId, ann.id);
      for (const request of ['publish', 'subscribe', 'unpublish', 'unsubscribe', 'soac']) {
        t.match(await ann.client.ask(request, { media: {} }), ['error', /there is no media on this server/]);
      }
      for (const request of ['stream-control', 'subscription-control']) {
        t.match(await ann.client.ask(request, { id: 'x', operation: 'pause' }), ['error', /no media/]);
      }
      t.match(await ann.client.ask('dance', {}), ['error', /unknown message type/]);
      for (const invalid of [null, 5, 'all', { to: 5, message: 'x' }, { to: 'all', message: {} }]) {
        t.match(await ann.client.ask('text', invalid), ['error', String]);
      }

      t.same(await ben.client.ask('logout'), ['ok']);
      t.same((await ann.client.next('participant')).args, [{ action: 'leave', data: ben.id }]);
      const queued = await ann.client.queued(['refreshReconnectionTicket']);
      t.same(
        queued.filter((event) => EVENTS.includes(event)),
        [],
        'and nothing else',
      );
    },
  );
}

t.test(
  'a join precedes the first text of that participant, and nobody in the list of a login joins',
  async (t) => {
    const { url } = await startServer(t, { socketIo: true });
    const ann = await enter(t, url, 'blue');
    const ben = await enter(t, url, 'blue');
    const order: string[] = [];
    for (const event of EVENTS) ann.client.socket.on(event, () => order.push(event));
    await ben.client.ask('text', { to: 'all', message: 'hello' });
    await ann.client.next('text');
    await ben.client.next('text');
    t.match((await ann.client.next('participant')).args, [{ action: 'join', data: { id: ben.id } }]);
    t.notMatch(order.join(), /text,participant/);
    for (const each of [ann, ben]) {
      t.notOk((await each.client.queued(['refreshReconnectionTicket'])).includes('participant'));
    }
  },
);

t.test('with tokens, the JSON Web Token is a member of the OWT token and names the room', async (t) => {
  const { url } = await startServer(t, { socketIo: true, tokenSecret });
  const { token } = await signToken(signing, {
    sub: 'ann',
    name: 'Ann',
    role: 'viewer',
    room: 'blue',
    owt: url,
  });
  const ann = new OwtClient(t, 3, token);
  t.match(await ann.login(token), ['ok', { user: 'ann', role: 'viewer', room: { id: 'blue' } }]);
  const bare = await signToken(signing, { sub: 'ben', room: 'blue' });
  const ben = await connectSocketIo(t, url);
  const userAgent = { sdk: { type: 'JavaScript', version: '5.0' } };
  const login = { token: bare.token, userAgent, protocol: '1.0' };
  t.match(await ben.ask('login', login), ['ok', { user: 'ben' }], 'a bare one works if the client sends it');
  t.match(await ben.ask('login', login), ['error', /not allowed while the session is connected/]);
  t.match(await ben.ask('text', { message: 'to all by default' }), ['ok']);
  t.match((await ann.client.next('text')).args, [{ to: 'all', message: 'to all by default' }]);
});

t.test('a refused login is answered with the reason, and ends the connection for good', async (t) => {
  const { url } = await startServer(t, { socketIo: true, tokenSecret });
  const { token: roomless } = await signToken(signing, { sub: 'ann', owt: url });
  const { token: foreign } = await signToken(
    { ...signing, tokenSecret: `${tokenSecret}!` },
    { sub: 'ann', room: 'blue', owt: url },
  );
  const { token: good } = await signToken(signing, { sub: 'ann', room: 'blue', owt: url });
  for (const [token, more, why] of [
    [roomless, {}, /names no room/],
    [foreign, {}, /signature/],
    [openToken(url, 'blue'), {}, /requires a token/],
    [good, { token: 'x'.repeat(20_000) }, /names no room/],
    [good, { token: null }, /names no room/],
    [good, { protocol: '7' }, /unknown client protocol/],
  ] as const) {
    const client = new OwtClient(t, 4, token);
    const closed = client.client.closed();
    t.match(await client.login(token, more), ['error', why]);
    t.equal(await closed, 'io server disconnect');
  }
  const stranger = await connectSocketIo(t, url);
  const closed = stranger.closed();
  t.match(await stranger.ask('relogin', 'nonsense'), ['error', /ticket/]);
  t.equal(await closed, 'io server disconnect');
});

t.test('a client that is removed hears drop, and its library does not connect again', async (t) => {
  const apiKey = 'the-key-of-the-tests';
  const { url } = await startServer(t, { socketIo: true, apiKey });
  const ann = await enter(t, url, 'blue');
  const closed = ann.client.closed();
  await fetch(`${url}/api/clients/${ann.id}`, {
    method: 'DELETE',
    headers: { authorization: `Bearer ${apiKey}` },
  });
  t.same((await ann.client.next('drop')).args, []);
  t.equal(await closed, 'io server disconnect');
});
