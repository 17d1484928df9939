import t from 'tap';
import { signToken } from '../../../server/identity/tokens.js';
import { connect } from '../../helpers/client.js';
import { startServer } from '../../helpers/server.js';

const tokenSecret = 'a secret of the tests that is long enough';

t.test('with tokens, the first presenter in a room moderates it, and needs a grant to own it', async (t) => {
  const server = await startServer(t, { tokenSecret });
  const come = async (sub: string, role: 'presenter' | 'viewer', create: boolean) => {
    const options = { tokenSecret, tokenAudience: 'lectern', tokenIssuer: '' };
    const grants = { rooms: ['blue'], create };
    const { token } = await signToken(options, { sub, ttl: 60, role, grants });
    const client = await connect(t, server.wsUrl('/room/blue/ws?login=1&deltas=1'));
    await client.request('login', { token });
    return client;
  };
  const viewer = await come('ann', 'viewer', true);
  const first = await come('ben', 'presenter', false);
  const second = await come('cy', 'presenter', true);
  const all = { room_id: 'blue', media: 'microphone' } as const;
  const forbidden = { data: { code: 'forbidden' } };
  for (const client of [viewer, second]) t.match(await client.request('stop-media', all), forbidden);
  first.send('stop-media', all);
  t.match(await second.next('stop-media'), { data: { ...all, except: ['ben'] } });
  t.match(await first.request('create-room', { room_id: 'blue' }), forbidden);
  await first.request('logout');
  t.match(await second.request('create-room', { room_id: 'blue' }), { data: { room: { own: true } } });
});
