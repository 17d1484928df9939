import t from 'tap';
import { connect, upgradeStatus } from '../../helpers/client.js';
import { startServer } from '../../helpers/server.js';

t.test('a server that shuts down announces to every client when to reconnect', async (t) => {
  const { server, wsUrl } = await startServer(t);
  const clients = await Promise.all(Array.from({ length: 20 }, () => connect(t, wsUrl('/room/blue/ws'))));
  const closed = server.close({ spread: 10 });
  const waits = await Promise.all(
    clients.map(async (client) => {
      const { code, reason } = await client.closed;
      t.equal(code, 4000);
      return Number(/^retry_after_ms=(\d+)$/.exec(reason)?.[1]);
    }),
  );
  await closed;
  t.ok(
    waits.every((ms) => ms >= 0 && ms <= 10_000),
    'within the spread',
  );
  t.ok(new Set(waits).size > 10, 'each at a different time');
});

t.test('during its shutdown, a server accepts no connections and is not ready', async (t) => {
  const { server, url, wsUrl } = await startServer(t, { shutdownTimeout: 60 });
  const client = await connect(t, wsUrl('/room/blue/ws'));
  // A client that does not take part in the closing handshake delays the server for its grace period.
  client.socket.pause();
  const closed = server.close({ spread: 0 });
  t.equal((await fetch(`${url}/readyz`)).status, 503);
  t.equal(await upgradeStatus(t, wsUrl('/ws')), 503);
  client.socket.resume();
  await closed;
  await t.rejects(fetch(`${url}/readyz`), 'nothing listens any more');
});

t.test('unresponsive clients do not prevent a shutdown', async (t) => {
  const { server, wsUrl } = await startServer(t, { shutdownTimeout: 5 });
  const client = await connect(t, wsUrl('/room/blue/ws'));
  client.socket.pause();
  await server.close({ spread: 0 });
  t.pass('it shut down');
});

t.test('a second shutdown has no effect', async (t) => {
  const { server } = await startServer(t);
  await Promise.all([server.close(), server.close()]);
  t.pass('both calls resolve');
});
