import type { ServerMessage } from 'lectern-protocol';
import t from 'tap';
import { connect } from '../helpers/client.js';
import { startServer } from '../helpers/server.js';

const apiKey = 'a-key-for-the-tests';
/** Number of connections that flood the server, each of which is a guest of its own. */
const FLOODERS = 12;
/** Number of passwords that each of them sends. */
const EACH = 6;

t.test('a flood of passwords from an address delays neither other users nor the API', async (t) => {
  const { url, wsUrl } = await startServer(t, { apiKey, passwordQueueAddress: 8 });
  const owner = await connect(t, wsUrl('/ws'));
  await owner.request('create-room', { room_id: 'exam', password: 'sesame' });
  const flooders = await Promise.all(Array.from({ length: FLOODERS }, () => connect(t, wsUrl('/ws'))));
  const flood = flooders.flatMap((client) =>
    Array.from({ length: EACH }, () => client.request('create-room', { password: 'one of many' })),
  );
  const ann = await connect(t, wsUrl('/ws'));
  t.match(await ann.request('create-room', { room_id: 'mine', password: 'abcd' }), {
    type: 'create-room',
    data: { room: { room_id: 'mine', locked: true } },
  });
  const ben = await connect(t, wsUrl('/room/exam/ws?login=1'));
  const { data } = (await ben.request('login', { password: 'sesame' })) as ServerMessage<'login'>;
  t.equal(data.status, 'ok');
  const made = await fetch(`${url}/api/rooms`, {
    method: 'POST',
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ password: 'of a program' }),
  });
  t.equal(made.status, 201);
  for (const client of flooders) client.terminate();
  const answers = (await Promise.allSettled(flood)).flatMap((answer) =>
    answer.status === 'fulfilled' ? [answer.value] : [],
  );
  const refused = answers.filter(({ type, data }) => type === 'error' && data.code === 'rate-limited');
  t.ok(refused.length > 0, `${refused.length} of ${answers.length} were refused`);
});
