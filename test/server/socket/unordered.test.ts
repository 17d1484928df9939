import t from 'tap';
import { connect, wsUrl } from '../../helpers/client.js';
import { startPostgres } from '../../helpers/postgres.js';
import { startServer } from '../../helpers/server.js';

t.test('acknowledgments, pings and pongs to the server do not wait for slow requests', async (t) => {
  const postgres = await startPostgres(t);
  const { url } = await startServer(t, { database: await postgres.createDatabase() });
  const client = await connect(t, wsUrl(url, '/ws'));
  await client.welcome();
  postgres.freeze();
  t.teardown(() => postgres.thaw());
  client.send('GetClasses', {}, { id: 'slow' });
  client.send('get-ice-servers', undefined, { id: 'ordered' });
  client.send('ack', { direct: 0 }, { id: 'ack' });
  client.send('pong', 1, { id: 'pong' });
  client.send('ping', 'now', { id: 'ping' });
  t.match(await client.next(), { type: 'accepted', id: 'ack' });
  t.match(await client.next(), { type: 'accepted', id: 'pong' });
  t.match(await client.next(), { type: 'pong', id: 'ping' });
  postgres.thaw();
  t.match(await client.next(), { type: 'GetClasses', id: 'slow' });
  t.match(await client.next(), { type: 'ice-servers', id: 'ordered' });
});
