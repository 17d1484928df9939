import t from 'tap';
import { connect } from '../../helpers/client.js';
import { startServer } from '../../helpers/server.js';

t.test('signals to a client that has just left are refused, but do not count as abuse', async (t) => {
  const { wsUrl } = await startServer(t, { refusals: 5 });
  const client = await connect(t, wsUrl('/room/blue/ws'));
  for (let i = 0; i < 20; i++) {
    const { data } = await client.request('icecandidate', { candidate: '' }, { receiver: 'gone' });
    t.match(data, { code: 'unknown-receiver' });
  }
  t.equal((await client.request('ping')).type, 'pong');
});

t.test('other refusals are counted, and too many close the connection', async (t) => {
  const { wsUrl } = await startServer(t, { refusals: 5 });
  const client = await connect(t, wsUrl('/room/blue/ws'));
  for (let i = 0; i < 5; i++) client.send('greeting', 'hello', { receiver: 'gone' });
  t.match(await client.closed, { code: 4500 });
});
