import type { ServerMessage } from 'lectern-protocol';
import type { RequestedGrants } from 'lectern-protocol/tokens';
import t, { type Test } from 'tap';
import { signToken } from '../../../server/identity/tokens.js';
import { connect, type TestClient } from '../../helpers/client.js';
import { startServer } from '../../helpers/server.js';

const tokenSecret = 'a secret of the tests that is long enough';
const signing = { tokenSecret, tokenAudience: 'lectern', tokenIssuer: '' };

const refused = (code: string) => ({ type: 'error', data: { code } });
const done = { data: { ok: true } };

async function start(t: Test) {
  const { wsUrl } = await startServer(t, { tokenSecret });
  return {
    connect: () => connect(t, wsUrl('/ws')),
    async enter(grants: RequestedGrants, endpoint = '/ws'): Promise<TestClient> {
      const client = await connect(t, wsUrl(endpoint));
      const { token } = await signToken(signing, { sub: 'ann', grants });
      const { data } = (await client.request('login', { token })) as ServerMessage<'login'>;
      if (data.status !== 'ok') throw new Error(data.code);
      return client;
    },
  };
}

const screens = (client: TestClient, at: '/layout' | '/bus', room: string) =>
  client.request(`${at} JOIN`, { room, name: 'tv' });

t.test('a client that must log in is refused everything until it has', async (t) => {
  const { connect } = await start(t);
  const client = await connect();
  for (const answer of [
    await screens(client, '/layout', 'blue'),
    await client.request('/trigger JOIN', 'blue'),
    await client.request('/lobby JOIN', 'blue'),
    await client.request('/programme loadRooms', undefined, { receiver: '/programme/42' }),
  ]) {
    t.match(answer, refused('login-required'));
  }
});

t.test('a grant of an ordinary room or of a class does not admit to any namespace', async (t) => {
  const { enter } = await start(t);
  const client = await enter({ rooms: ['blue', '42'], classes: ['*'], create: true });
  t.match(await screens(client, '/layout', 'blue'), refused('forbidden'));
  t.match(await screens(client, '/bus', 'blue'), refused('forbidden'));
  t.match(await client.request('/trigger JOIN', 'blue'), refused('forbidden'));
  t.match(await client.request('/lobby JOIN', 'blue'), refused('forbidden'));
  const receiver = '/programme/42';
  t.match(await client.request('/programme enter', undefined, { receiver }), refused('forbidden'));
  t.match(
    await client.request('/programme createRoom', { title: 'Goals', max: 2 }, { receiver }),
    refused('forbidden'),
  );
});

t.test("a grant of a namespace's room, by its address, admits to that room", async (t) => {
  const { enter } = await start(t);
  const client = await enter({ rooms: ['/bus/living room', '/lobby/a', '/trigger/x/y'] });
  t.match(await screens(client, '/bus', 'living room'), done);
  t.match(await screens(client, '/bus', 'kitchen'), refused('forbidden'));
  t.match(await screens(client, '/layout', 'living room'), refused('forbidden'));
  t.match(await client.request('/lobby JOIN', 'ab'), refused('forbidden'));
  t.match(await client.request('/lobby JOIN', 'a'), done);
  t.match(await client.request('/trigger JOIN', 'x'), refused('forbidden'));
  t.match(await client.request('/trigger JOIN', 'x/y'), done);
  t.match(await client.request('/trigger JOIN', 'x/y/z'), refused('forbidden'));
});

t.test('only the name of an ordinary room grants that room', async (t) => {
  const { enter } = await start(t);
  for (const grant of ['server', '', '/', '/bus']) {
    await t.rejects(enter({ rooms: [grant] }, '/room/blue/ws'), /forbidden/, grant);
  }
});

t.test('with tokens, screens have the names of their tokens', async (t) => {
  const { enter } = await start(t);
  const [screen, other] = [await enter({ rooms: ['/bus'] }), await enter({ rooms: ['/bus'] })];
  for (const client of [screen, other, other])
    await client.request('/bus JOIN', { room: 'kitchen', name: 'Teacher Ann' });
  t.match(await other.request('/bus CLIENTS', { room: 'kitchen' }), { data: { clients: ['ann', 'ann'] } });
  await other.request('/bus NOTIFY', { room: 'kitchen', message: 'hello' });
  t.match(await screen.next('/bus EVENT'), { data: { sender: 'ann', message: 'hello' } });
});

t.test('a grant of a namespace admits to all of its rooms, and * to everything', async (t) => {
  const { enter } = await start(t);
  const screen = await enter({ rooms: ['/bus'] });
  t.match(await screens(screen, '/bus', 'kitchen'), done);
  t.match(await screens(screen, '/layout', 'kitchen'), refused('forbidden'));
  const everywhere = await enter({ rooms: ['*'] });
  t.match(await screens(everywhere, '/layout', 'kitchen'), done);
  t.match(await everywhere.request('/lobby JOIN', 'a'), done);
});

t.test(
  'a grant of a programme admits to all of its chat rooms; creating one requires `create`',
  async (t) => {
    const { enter } = await start(t);
    const [receiver, other] = ['/programme/42', '/programme/43'];
    const room = { title: 'Goals', max: 3 };
    const maker = await enter({ rooms: [receiver], create: true });
    const made = await maker.request('/programme createRoom', room, { receiver });
    const { roomId } = made.data as { roomId: string };
    t.match(made, { data: { result: true } });
    t.match(await maker.request('/programme createRoom', room, { receiver: other }), refused('forbidden'));
    const viewer = await enter({ rooms: [receiver] });
    t.match(await viewer.request('/programme createRoom', room, { receiver }), refused('forbidden'));
    t.match(await viewer.request('/programme joinRoom', { roomId }, { receiver }), {
      data: { result: true },
    });
    const all = await enter({ rooms: ['/programme'], create: true });
    for (const receiver of ['/programme/42', other]) {
      t.match(await all.request('/programme enter', undefined, { receiver }), { type: 'accepted' });
    }
    const none = await enter({ rooms: [`${receiver}/${roomId}`] });
    t.match(await none.request('/programme joinRoom', { roomId }, { receiver }), refused('forbidden'));
  },
);
