import { createHmac } from 'node:crypto';
import t from 'tap';
import { createServer, OptionsError } from '../../server/index.js';
import { connect } from '../helpers/client.js';
import { startServer } from '../helpers/server.js';

t.test('clients receive the STUN and TURN servers with credentials of their own', async (t) => {
  const turnSecret = 'north';
  const { wsUrl } = await startServer(t, {
    stunUrls: ['stun:stun.example.org:3478'],
    turnUrls: ['turn:turn.example.org:3478', 'turns:turn.example.org:5349'],
    turnSecret,
    turnLifetime: 600,
  });
  const client = await connect(t, wsUrl('/ws'));
  const { id } = await client.welcome();
  const before = Math.floor(Date.now() / 1000);
  const answer = await client.request('get-ice-servers');
  if (answer.type !== 'ice-servers') throw new Error(JSON.stringify(answer));
  const [stun, turn] = answer.data;
  t.same(stun, { urls: ['stun:stun.example.org:3478'] });
  t.same(turn?.urls, ['turn:turn.example.org:3478', 'turns:turn.example.org:5349']);
  const [expiry, user] = turn?.username?.split(':') ?? [];
  t.equal(user, id);
  t.ok(
    Number(expiry) >= before + 600 && Number(expiry) <= Date.now() / 1000 + 600,
    'expires after the lifetime',
  );
  t.equal(turn?.credential, createHmac('sha1', turnSecret).update(`${expiry}:${id}`).digest('base64'));
  t.notMatch(JSON.stringify(answer), turnSecret);
});

t.test('without configured servers the list is empty', async (t) => {
  const { wsUrl } = await startServer(t);
  const client = await connect(t, wsUrl('/ws'));
  t.match(await client.request('get-ice-servers'), { type: 'ice-servers', data: [] });
});

t.test('TURN servers without the secret prevent the start', async (t) => {
  t.throws(() => createServer({ turnUrls: ['turn:turn.example.org'] }), OptionsError);
});
