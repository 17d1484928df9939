import t, { type Test } from 'tap';
import { type Hooks, Refusal } from '../../../server/index.js';
import { connect, UpgradeRefused } from '../../helpers/client.js';
import { Reports } from '../../helpers/reports.js';
import { startServer, type TestServer } from '../../helpers/server.js';

const BLUE = '/room/blue/ws?deltas=1';

/** A server with hooks. */
async function serve(t: Test, hooks: Hooks, options = {}): Promise<TestServer> {
  return startServer(t, { hooks, ...options });
}

t.test('onConnect can refuse a connection with the status of its code', async (t) => {
  const { wsUrl } = await serve(t, {
    onConnect({ request, address, token }) {
      if (address !== '127.0.0.1' || token !== undefined) throw new Error('expected a local guest');
      if (request.headers['x-banned']) throw new Refusal('forbidden', 'not on this network');
    },
  });
  const refused = await connect(t, wsUrl(BLUE), { headers: { 'x-banned': '1' } }).catch((error) => error);
  t.ok(refused instanceof UpgradeRefused);
  t.match(refused, { status: 403, body: 'not on this network\n' });
  t.type((await (await connect(t, wsUrl(BLUE))).welcome()).id, 'string');
});

t.test('with onAuthenticate, tokens of any form are required', async (t) => {
  const { wsUrl } = await serve(t, {
    async onAuthenticate({ token, user }) {
      if (user !== undefined) throw new Error('expected that the server has not checked the token');
      if (token === 'unknown') return undefined;
      return { sub: token, name: token.toUpperCase(), grants: { rooms: ['blue'] } };
    },
  });
  const client = await connect(t, wsUrl(BLUE));
  t.match(await client.welcome(), { login: 'required' });
  t.match(await client.request('login', { token: 'unknown' }), {
    data: { status: 'error', code: 'login-required' },
  });
  t.match(await client.request('login', { token: 'ada' }), { data: { status: 'ok' } });
  t.match(await client.next('room-info'), { data: { clients: [{ username: 'ADA' }] } });
  const other = await connect(t, wsUrl('/room/red/ws'));
  t.match(await other.request('login', { token: 'ada' }), { data: { status: 'error', code: 'forbidden' } });
});

t.test('onAuthenticate can replace the claims of a token that the server has checked', async (t) => {
  const users = new Reports<unknown>();
  const { url, wsUrl } = await serve(
    t,
    {
      onAuthenticate({ user }) {
        users.add(user);
        return user?.id === 'ada'
          ? { sub: 'ada', name: 'The Countess', grants: { rooms: ['*'] } }
          : undefined;
      },
    },
    { tokenSecret: 'x'.repeat(32), apiKey: 'y'.repeat(32) },
  );
  const headers = { authorization: `Bearer ${'y'.repeat(32)}`, 'content-type': 'application/json' };
  const enter = async (sub: string) => {
    const body = JSON.stringify({ sub, room: 'blue', name: sub });
    const { token } = await (await fetch(`${url}/api/tokens`, { method: 'POST', headers, body })).json();
    const client = await connect(t, wsUrl(BLUE));
    t.match(await client.request('login', { token }), { data: { status: 'ok' } });
    const { data } = await client.next('room-info');
    return data.clients.map(({ username }) => username);
  };
  t.same(await enter('ada'), ['The Countess']);
  t.same(await users.next(), { id: 'ada', name: 'ada', role: 'presenter' });
  t.same((await enter('bo')).sort(), ['The Countess', 'bo']);
  const client = await connect(t, wsUrl(BLUE));
  t.match(await client.request('login', { token: 'forged' }), { data: { code: 'login-required' } });
  t.same(await users.next(), { id: 'bo', name: 'bo', role: 'presenter' }, 'the hook gets no forged token');
  t.ok(users.none);
});

t.test('each onJoin that does not refuse is followed by onLeave, and the last by onRoomEmpty', async (t) => {
  const reports = new Reports<string>();
  const names: string[] = [];
  const { wsUrl } = await serve(t, {
    onJoin({ client, room }) {
      if (room === '/lobby/staff') throw new Refusal('forbidden', 'for staff only');
      names.push(client.name);
      reports.add(`joins ${room}`);
    },
    onLeave: ({ client, room }) => reports.add(`${names.includes(client.name) ? 'left' : '?'} ${room}`),
    onRoomEmpty: ({ room }) => reports.add(`${room} is empty`),
  });
  const client = await connect(t, wsUrl(BLUE));
  t.equal(await reports.next(), 'joins blue');
  const refused = await client.request('/lobby JOIN', 'staff');
  t.match(refused, { type: 'error', data: { code: 'forbidden', message: 'for staff only', of: 'JOIN' } });
  await client.request('/lobby JOIN', 'hall');
  t.equal(await reports.next(), 'joins /lobby/hall');
  const other = await connect(t, wsUrl(BLUE));
  t.equal(await reports.next(), 'joins blue');
  await client.request('/lobby LEAVE', 'hall');
  t.equal(await reports.next(), 'left /lobby/hall');
  t.equal(await reports.next(), '/lobby/hall is empty');
  client.send('bye');
  t.equal(await reports.next(), 'left blue');
  other.send('bye');
  t.equal(await reports.next(), 'left blue', 'the room was not empty');
  t.equal(await reports.next(), 'blue is empty');
});

t.test('a join that fails after onJoin is followed by onLeave', async (t) => {
  const reports = new Reports<string>();
  let room = '';
  const { wsUrl } = await serve(t, {
    onJoin({ client, room: id }) {
      if (id === room) reports.add(`${client.id} joins`);
    },
    onLeave({ client, room: id }) {
      if (id === room) reports.add(`${client.id} left`);
    },
  });
  const receiver = '/programme/match';
  const clients = await Promise.all([1, 2, 3].map(() => connect(t, wsUrl('/ws'))));
  const [ann, ben, cy] = clients;
  if (!ann || !ben || !cy) throw new Error('expected three clients');
  const made = await ann.request('/programme createRoom', { title: 'Goals', max: 2 }, { receiver });
  const { roomId } = made.data as { roomId: string };
  room = `${receiver}/${roomId}`;
  const ids: string[] = [];
  for (const client of [ben, cy]) ids.push((await client.welcome()).id);
  const joined = await ben.request('/programme joinRoom', { roomId }, { receiver });
  t.match(joined, { data: { result: true } });
  t.equal(await reports.next(), `${ids[0]} joins`);
  const refused = await cy.request('/programme joinRoom', { roomId }, { receiver });
  t.match(refused, { data: { result: false, err: 'FULL' } });
  t.equal(await reports.next(), `${ids[1]} joins`);
  t.equal(await reports.next(), `${ids[1]} left`);
});

t.test('onMessage can refuse or change a message before it is handled', async (t) => {
  const types: string[] = [];
  const { wsUrl } = await serve(t, {
    onMessage(message) {
      types.push(message.type);
      if (message.type === 'text') {
        if (message.data.text === 'spam') throw new Refusal('forbidden', 'no spam');
        if (message.data.text === 'invalid') return { data: { ...message.data, text: '' } };
        return { data: { ...message.data, text: message.data.text.toUpperCase() } };
      }
      return undefined;
    },
  });
  const [ada, bo] = [await connect(t, wsUrl(BLUE)), await connect(t, wsUrl(BLUE))];
  const say = (text: string) => ada.request('text', { from: 'Ada', time: 1, text }, { receiver: 'room' });
  t.match(await say('spam'), { type: 'error', data: { code: 'forbidden', message: 'no spam', of: 'text' } });
  t.match(await say('invalid'), { type: 'error', data: { code: 'internal', of: 'text' } });
  t.match(await say('hello'), { type: 'accepted', data: { seq: 1 } });
  t.match(await bo.next('text'), { data: { text: 'HELLO' }, seq: 1 });
  await ada.request('ping', 1);
  t.same(types, ['text', 'text', 'text'], 'not for pings');
});

t.test('a hook that throws or is late refuses what it could have refused', async (t) => {
  const errors: Record<string, () => Promise<undefined> | undefined> = {
    broken() {
      throw new Error('a fault of the program');
    },
    endless: () => new Promise(() => {}),
    late: () => Promise.reject(new Error('rejected')),
  };
  const { wsUrl } = await serve(
    t,
    {
      onMessage: (message) => (message.type === 'text' ? errors[message.data.text]?.() : undefined),
      onLeave: () => Promise.reject(new Error('is only logged')),
    },
    { hookTimeout: 0.05 },
  );
  const client = await connect(t, wsUrl(BLUE));
  const say = (text: string) => client.request('text', { from: 'Ada', time: 1, text }, { receiver: 'room' });
  t.match(await say('broken'), { data: { code: 'internal', message: /see the server log/ } });
  t.match(await say('endless'), { data: { code: 'unavailable', retry_after_ms: 1000 } });
  t.match(await say('late'), { data: { code: 'internal' } });
  t.match(await say('hello'), { type: 'accepted' }, 'other messages are not affected');
  client.send('bye');
  t.equal((await client.closed).code, 1000);
});
