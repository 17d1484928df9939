import t from 'tap';
import { freePort } from '../helpers/free-port.js';
import { hears, logIn, resume, say, startShared, textsOf, visit } from '../helpers/nodes.js';
import { promtool } from '../helpers/promtool.js';
import { type Command, lectern } from './command.js';

// `lectern serve --nodes`, with a real Redis and a real PostgreSQL.

const shared = await startShared(t);
const options = ['--port', '0', '--redis', shared.redis.url, '--database', shared.database];

async function serve(...more: string[]): Promise<{ command: Command; url: string }> {
  const command = lectern(t, ['serve', ...options, '--nodes', '2', ...more]);
  const [, url = ''] = await command.shows(/(http:\/\/127\.0\.0\.1:\d+)\n/);
  await command.shows(/2 nodes share this port/);
  return { command, url };
}

async function metrics(url: string): Promise<Map<string, number>> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return new Map(
    [...text.matchAll(/^(\w+(?:\{[^}]*\})?) (\S+)$/gm)].map(([, name = '', value]) => [name, Number(value)]),
  );
}

/** The nodes behind one port, by their IDs. */
const nodesOf = async (url: string): Promise<string[]> =>
  [...(await metrics(url)).keys()].flatMap(
    (name) => /^lectern_node_info\{node="([^"]+)"/.exec(name)?.[1] ?? [],
  );

t.test('nodes share a port, rooms and metrics, and each is replaced without losing a client', async (t) => {
  // A busy machine needs long to replace the nodes, and these clients acknowledge nothing.
  const { command, url } = await serve('--reconnection-timeout', '300', '--outbound-stall', '3600');
  const before = await nodesOf(url);
  t.equal(before.length, 2);
  t.equal((await metrics(url)).get('lectern_connections'), 0, 'the sum of both');

  // Connections are distributed to the nodes in turn.
  const ann = await logIn(t, { url });
  const ben = await visit(t, { url });
  await say(ann, 'one');
  await hears(ben, 'one');
  t.equal((await metrics(url)).get('lectern_connections'), 2);
  // A node knows of the other one from its next heartbeat on. The sum would be 4.
  while ((await metrics(url)).get('lectern_nodes') !== 2);
  t.equal((await metrics(url)).get('lectern_redis_up'), 1, 'not the sum');

  command.signal('SIGUSR2');
  const { code } = await ann.client.closed;
  t.equal(code, 4000, 'clients resume');
  // Until then, a node that is replaced next could get the new connections.
  await command.shows(/all nodes have been replaced/);
  const late = await visit(t, { url });
  await say(late, 'two');
  const back = await resume(t, { url }, ann.ticket);
  t.match(back, { status: 'ok', id: ann.id, recovered: true });
  t.same(textsOf(back.data.messages).slice(-1), ['two']);
  const after = await nodesOf(url);
  t.equal(after.length, 2);
  t.notOk(after.some((node) => before.includes(node)));
  const counted = await metrics(url);
  t.equal(
    counted.get('lectern_messages_total{type="login",result="ok"}'),
    1,
    'also of nodes that have ended',
  );
  t.equal(counted.get('lectern_resumes_total{result="recovered"}'), 1);

  command.signal('SIGTERM');
  const outcome = await command.outcome;
  t.equal(outcome.code, 0);
  t.equal(outcome.stderr.match(/is listening/g)?.length, 1, 'printed once');
});

t.test('a node that ends is replaced', async (t) => {
  const metricsPort = await freePort();
  const { command } = await serve('--metrics-port', `${metricsPort}`);
  const url = `http://127.0.0.1:${metricsPort}`;
  t.equal(promtool(await (await fetch(`${url}/metrics`)).text()), '');
  const [, pid] = await command.shows(/"pid":(\d+)/);
  process.kill(Number(pid), 'SIGKILL');
  await command.shows(/a node exited \(SIGKILL\); starting another one in 1 s/);
  await command.shows(/a new node is listening/);
  t.equal((await nodesOf(url)).length, 2);
  command.signal('SIGTERM');
  t.equal((await command.outcome).code, 0);
});

t.test('nodes without shared services are refused', async (t) => {
  const command = lectern(t, ['serve', '--port', '0', '--nodes', '2']);
  const { code, stderr } = await command.outcome;
  t.equal(code, 2);
  t.match(stderr, /nodes.*redis/);
});
