import type { ClientMessageType, ServerMessage } from 'lectern-protocol';
import type { RequestedGrants } from 'lectern-protocol/tokens';
import t, { type Test } from 'tap';
import { signToken } from '../../../server/identity/tokens.js';
import type { Options } from '../../../server/index.js';
import { connect, type TestClient } from '../../helpers/client.js';
import { startServer } from '../../helpers/server.js';

const tokenSecret = 'a secret of the tests that is long enough';
const signing = { tokenSecret, tokenAudience: 'lectern', tokenIssuer: '' };

async function start(t: Test, options: Partial<Options> = {}) {
  const { wsUrl } = await startServer(t, { openPublishing: true, ...options });
  const enter = () => connect(t, wsUrl('/ws'));
  return {
    enter,
    async logIn(name: string, grants: RequestedGrants): Promise<TestClient> {
      const client = await enter();
      const { token } = await signToken(signing, { sub: name, grants });
      const { data } = (await client.request('login', { token })) as ServerMessage<'login'>;
      if (data.status !== 'ok') throw new Error(data.code);
      return client;
    },
  };
}

const accepted = (of: string, seq?: number) => ({ type: 'accepted', data: { of, ...(seq && { seq }) } });
const refused = (code: string) => ({ type: 'error', data: { code } });

for (const at of ['/layout', '/bus'] as const) {
  t.test(`${at}: a client that has joined nothing publishes to a room with members`, async (t) => {
    const { enter } = await start(t);
    const [tv, service] = [await enter(), await enter()];
    await tv.request(`${at} JOIN`, { room: 'r', name: 'tv' });
    t.match(
      await service.request(`${at} NOTIFY`, { room: 'r', message: 'show', sender: 'layout service' }),
      accepted('NOTIFY', 1),
    );
    t.match(await tv.next(`${at} EVENT`), {
      receiver: `${at}/r`,
      seq: 1,
      data: { sender: 'layout service', room: 'r', message: 'show' },
    });
    const { user } = await service.welcome();
    service.send(`${at} NOTIFY`, { room: 'r', message: 'again' });
    t.match(await tv.next(`${at} EVENT`), { data: { sender: user?.name } });
    await service.none();
    t.match(await service.request(`${at} CLIENTS`, { room: 'r' }), refused('not-in-room'), 'only that');
  });
}

t.test('/trigger: a client that has joined nothing broadcasts', async (t) => {
  const { enter } = await start(t);
  const [player, producer] = [await enter(), await enter()];
  await player.request('/trigger JOIN', 'show');
  for (const what of ['EVENTS', 'UPDATES', 'STATUS'] as const) {
    producer.send(`/trigger BROADCAST_${what}`, { id: 'show', data: what });
    t.match(await player.next(`/trigger ${what}`), { receiver: '/trigger/show', data: what });
  }
});

t.test('nothing is stored for a room without members', async (t) => {
  const { enter } = await start(t);
  const [tv, service] = [await enter(), await enter()];
  const notify = () => service.request('/bus NOTIFY', { room: 'r', message: 1 });
  const answer = await notify();
  t.match(answer, accepted('NOTIFY'));
  t.notOk('seq' in answer.data);
  await tv.request('/bus JOIN', { room: 'r', name: 'tv' });
  t.match(await notify(), accepted('NOTIFY', 1));
  await tv.next('/bus EVENT', ({ seq }) => seq === 1);
});

t.test('a publisher has the rates of other clients', async (t) => {
  const { enter } = await start(t, { signalingRate: 0.001, signalingBurst: 2 });
  const service = await enter();
  const notify = () => service.request('/bus NOTIFY', { room: 'r', message: 1 });
  for (let count = 0; count < 2; count++) t.match(await notify(), accepted('NOTIFY'));
  t.match(await notify(), refused('rate-limited'));
});

t.test('with tokens, the token must grant the room, and it gives the name', async (t) => {
  const { enter, logIn } = await start(t, { tokenSecret });
  const tv = await logIn('tv', { rooms: ['/bus/r'] });
  await tv.request('/bus JOIN', { room: 'r', name: 'tv' });
  const notify = (client: TestClient, type: ClientMessageType = '/bus NOTIFY') =>
    client.request(type, { room: 'r', message: 1, sender: 'POST' });
  t.match(await notify(await enter()), refused('login-required'));
  t.match(await notify(await logIn('eve', { rooms: ['/bus/other', '/layout'] })), refused('forbidden'));
  t.match(await notify(await logIn('service', { rooms: ['/bus'] })), accepted('NOTIFY'));
  t.match(await tv.next('/bus EVENT'), { seq: 1, data: { sender: 'service' } });
});

t.test('by default, only members publish', async (t) => {
  const { enter } = await start(t, { openPublishing: false });
  const service = await enter();
  t.match(await service.request('/bus NOTIFY', { room: 'r', message: 1 }), refused('not-in-room'));
  const answer = await service.request('/trigger BROADCAST_STATUS', { id: 'r', data: 1 });
  t.match(answer, refused('not-in-room'));
});
