import { once } from 'node:events';
import t from 'tap';
import { connect, upgradeStatus } from '../../helpers/client.js';
import { freePort } from '../../helpers/free-port.js';
import { logIn, startNodes, startShared, visit } from '../../helpers/nodes.js';
import { promtool } from '../../helpers/promtool.js';
import { startServer } from '../../helpers/server.js';

const scrape = async (url: string): Promise<string> => (await fetch(`${url}/metrics`)).text();

/** Returns the values of the metrics whose names begin with `lectern_`. */
const values = (text: string): Map<string, number> =>
  new Map(
    [...text.matchAll(/^(lectern_.*) (\S+)$/gm)].map(
      ([, name = '', value]) => [name, Number(value)] as const,
    ),
  );

t.test('promtool finds no fault in the metrics of a single node', async (t) => {
  const { url } = await startServer(t);
  const client = await connect(t, `${url}/room/blue/ws`);
  await client.request('ping', 1);
  t.equal(promtool(await scrape(url)), '');
});

t.test('promtool finds no fault in the metrics of a node of a cluster', async (t) => {
  const [node] = await startNodes(t, await startShared(t), 1);
  if (!node) throw new Error('expected a node');
  await visit(t, node);
  t.equal(promtool(await scrape(node.url)), '');
});

t.test('a scrape changes nothing', async (t) => {
  const { url } = await startServer(t, { heartbeatInterval: 600 });
  const client = await connect(t, `${url}/room/blue/ws`);
  await client.request('ping', 1);
  // It follows by itself.
  await client.next('room-info');
  const before = values(await scrape(url));
  const after = values(await scrape(url));
  for (const [name, value] of before) {
    // The event loop is sampled all the time.
    if (name.startsWith('lectern_event_loop')) t.ok((after.get(name) ?? 0) >= value, name);
    else t.equal(after.get(name), value, name);
  }
});

t.test('failed logins are counted by reason', async (t) => {
  const { url, wsUrl } = await startServer(t, {
    tokenSecret: 'a secret of at least 32 characters',
    apiKey: 'a key of 16 characters'.replaceAll(' ', '-'),
  });
  const client = await connect(t, wsUrl('/ws?login=1'));
  await client.request('login', {});
  await client.request('login', { token: 'a.b.c' });
  const header = { authorization: 'Bearer wrong' };
  await (await fetch(`${url}/api/rooms`, { headers: header })).text();
  const counted = values(await scrape(url));
  for (const reason of ['token-missing', 'token-format', 'api-key']) {
    t.equal(counted.get(`lectern_failed_logins_total{reason="${reason}"}`), 1, reason);
  }
});

t.test('resumes are counted by result', async (t) => {
  const server = await startServer(t);
  const { client, ticket } = await logIn(t, server);
  client.socket.terminate();
  const again = await connect(t, server.wsUrl('/ws?login=1'));
  await again.request('relogin', { ticket });
  const other = await connect(t, server.wsUrl('/ws?login=1'));
  await other.request('relogin', { ticket: 'not a ticket' });
  const counted = values(await scrape(server.url));
  t.equal(counted.get('lectern_resumes_total{result="recovered"}'), 1);
  t.equal(counted.get('lectern_resumes_total{result="ticket-invalid"}'), 1);
  t.equal(counted.get('lectern_resumes_total{result="gap"}'), 0);
});

t.test(
  'close codes and refused upgrades are counted, and codes of a client do not become labels',
  async (t) => {
    const { url, wsUrl } = await startServer(t);
    for (const code of [1000, 3333, 4999]) {
      const client = await connect(t, wsUrl('/room/blue/ws'));
      await client.request('ping', 1);
      client.socket.close(code);
      await once(client.socket, 'close');
    }
    t.equal(await upgradeStatus(t, wsUrl('/nothing')), 404);
    const text = await scrape(url);
    const counted = values(text);
    t.equal(counted.get('lectern_connections_closed_total{code="1000"}'), 1);
    t.equal(counted.get('lectern_connections_closed_total{code="other"}'), 2);
    t.equal(counted.get('lectern_refused_upgrades_total{status="404"}'), 1);
    t.notMatch(text, /code="(3333|4999)"/);
  },
);

t.test('with metricsPort, metrics and health checks are on a port of their own', async (t) => {
  const metricsPort = await freePort();
  const { url } = await startServer(t, { metricsPort });
  t.equal((await fetch(`${url}/metrics`)).status, 404);
  t.equal((await fetch(`${url}/healthz`)).status, 200);
  const own = `http://127.0.0.1:${metricsPort}`;
  t.match(await scrape(own), /^lectern_connections 0$/m);
  for (const path of ['/healthz', '/readyz', '/healthcheck']) t.equal((await fetch(own + path)).status, 200);
  t.equal((await fetch(`${own}/`)).status, 404, 'no page');
  await t.rejects(startServer(t, { metricsPort }), {
    name: 'OptionsError',
    message: /^metricsPort: .*in use/,
  });
});
