import t, { type Test } from 'tap';
import { connect } from '../../helpers/client.js';
import { startServer, type TestServer } from '../../helpers/server.js';

/** A guest; with a token, the guest to whom it belongs. */
async function guest(t: Test, { wsUrl }: TestServer, token?: string) {
  const protocols = ['lectern', ...(token === undefined ? [] : [`lectern.token.${token}`])];
  const client = await connect(t, wsUrl('/ws'), { protocols });
  return { client, token: (await client.welcome()).token ?? token };
}

type Guest = Awaited<ReturnType<typeof guest>>;

/** Requests a list of about 3 kB up to `most` times. Returns the number of answers, and the refusal. */
async function exhaust({ client }: Guest, most = 12) {
  for (let i = 0; i < 4; i++) await client.request('CreateClass', { title: '가'.repeat(200) });
  for (let answers = 0; answers < most; answers++) {
    const { data } = await client.request('GetClasses');
    if (!('status' in data && data.status === 200)) return { answers, refusal: data };
  }
  return { answers: most, refusal: undefined };
}

/** The burst of answers is 8 times its rate: the new classes nearly use it, and the first list exceeds it by far. */
const slow = { answerBytes: 512, addressAnswerBytes: 1e9, otherBurst: 1000 };

t.test('the answers to a user have a rate, which outlives the connection', async (t) => {
  const server = await startServer(t, slow);
  const first = await guest(t, server);
  const { answers, refusal } = await exhaust(first);
  t.ok(answers > 0 && answers < 12, `${answers} answers`);
  t.match(refusal, { status: 429, message: /the answers were too large; try again in \d+ ms/ });
  const again = await guest(t, server, first.token);
  t.match((await again.client.request('GetClasses')).data, { status: 429 });
  t.match(await first.client.request('ping', 1), { type: 'pong' }, 'heartbeats are answered');
  const other = await guest(t, server);
  t.match((await other.client.request('GetClasses')).data, { status: 200 }, 'others are not affected');
});

t.test('the guests of an address have a rate together, and each a share beyond it', async (t) => {
  const server = await startServer(t, { ...slow, answerBytes: 4096, addressAnswerBytes: 512 });
  const { answers } = await exhaust(await guest(t, server));
  t.ok(answers > 0 && answers < 7, `${answers} answers`);
  const other = await guest(t, server);
  t.match((await other.client.request('GetClasses')).data, { status: 200 }, 'others still get answers');
});
