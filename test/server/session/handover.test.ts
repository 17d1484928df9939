import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createTcpServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Login, ServerMessage } from 'lectern-protocol';
import t, { type Test } from 'tap';
import { createServer } from '../../../server/index.js';
import { connect } from '../../helpers/client.js';
import { KeptLog } from '../../helpers/log.js';
import { startServer, type TestServer } from '../../helpers/server.js';

const words = (text: string) => ({ from: 'Ann', time: 1, text });

/** A data folder that outlives its servers. */
function dataFolder(t: Test): string {
  const data = mkdtempSync(join(tmpdir(), 'lectern-handover-'));
  t.teardown(() => rmSync(data, { recursive: true, force: true }));
  return data;
}

async function enter(t: Test, { wsUrl }: TestServer, login: Login = { protocol: '1.2' }) {
  const client = await connect(t, wsUrl('/room/blue/ws?login=1&deltas=1'));
  const { data } = (await client.request('login', login)) as ServerMessage<'login'>;
  if (data.status !== 'ok') throw new Error(data.data);
  return { client, id: data.data.id, ticket: data.data.reconnectionTicket ?? '' };
}

interface Answer {
  data: {
    id: string;
    recovered: boolean;
    data: { ticket: string; messages: { data: unknown; type: string }[] };
  };
}

async function comeBack(
  t: Test,
  { wsUrl }: Pick<TestServer, 'wsUrl'>,
  ticket: string,
  seen: Record<string, number> = {},
) {
  const client = await connect(t, wsUrl('/room/blue/ws?login=1&deltas=1'));
  const answer = (await client.request('relogin', { ticket, seen })) as unknown as Answer;
  return { client, ...answer.data };
}

const stop = ({ server }: TestServer): Promise<void> => server.close({ spread: 0 });

t.test(
  'a client that is not back yet is in the room for resumed clients, and they can send to it',
  async (t) => {
    const data = dataFolder(t);
    const before = await startServer(t, { data });
    const ann = await enter(t, before);
    const ben = await enter(t, before);
    await stop(before);
    const after = await startServer(t, { data });
    const back = await comeBack(t, after, ann.ticket);
    const { data: info } = await back.client.next('room-info');
    t.same(info.clients.map(({ id }) => id).sort(), [ann.id, ben.id].sort());
    await back.client.request('offer', { type: 'offer', sdp: 'v=0' }, { receiver: ben.id });
    const late = await comeBack(t, after, ben.ticket);
    t.match(late, { id: ben.id, recovered: true, data: { messages: [{ type: 'offer' }] } });
    await back.client.none('client-joined');
  },
);

t.test('a client that does not resume before its time ends has left', async (t) => {
  const data = dataFolder(t);
  const before = await startServer(t, { data });
  const ann = await enter(t, before);
  const ben = await enter(t, before, { protocol: '1.2', reconnection: { keepTime: 0.5 } });
  await stop(before);
  const after = await startServer(t, { data });
  const { client } = await comeBack(t, after, ann.ticket);
  // The client might be removed before she receives the list of members.
  const info = await client.next('room-info');
  if (info.data.clients.some(({ id }) => id === ben.id)) {
    const left = await client.next('client-left');
    t.same(left.data.ids, [ben.id]);
  }
  t.match(await comeBack(t, after, ben.ticket), { status: 'error', code: 'not-found' });
});

t.test('messages missed before two restarts are delivered after them', async (t) => {
  const data = dataFolder(t);
  const first = await startServer(t, { data });
  const ann = await enter(t, first);
  const ben = await enter(t, first);
  ben.client.terminate();
  await ann.client.request('text', words('missed'), { receiver: 'room' });
  await stop(first);
  await stop(await startServer(t, { data }));
  const third = await startServer(t, { data });
  const { recovered, data: answer } = await comeBack(t, third, ben.ticket);
  t.ok(recovered);
  t.match(
    answer.messages.map(({ data }) => data),
    [words('missed')],
  );
});

t.test('a client that does not report its positions receives nothing twice', async (t) => {
  const data = dataFolder(t);
  const before = await startServer(t, { data });
  const { client, ticket } = await enter(t, before, { protocol: '1.1' });
  await client.request('text', words('heard'), { receiver: 'room' });
  await stop(before);
  const after = await startServer(t, { data });
  const back = await connect(t, after.wsUrl('/room/blue/ws?login=1'));
  t.match(await back.request('relogin', ticket), { data: { status: 'ok', recovered: true } });
  await back.none('text');
});

t.test('messages that can no longer be handed over are refused', async (t) => {
  const apiKey = 'a-key-for-the-tests';
  const before = await startServer(t, { apiKey, shutdownTimeout: 60 });
  const { client } = await enter(t, before);
  // A socket that does not answer the close frame delays the server's shutdown.
  client.socket.pause();
  const gone = stop(before);
  const published = await fetch(`${before.url}/api/rooms/blue/messages`, {
    method: 'POST',
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'bell' }),
  });
  t.equal(published.status, 503);
  t.ok(Number(published.headers.get('retry-after')) > 0);
  await published.text();
  await gone;
});

t.test('a handover is used by one start only', async (t) => {
  const data = dataFolder(t);
  const file = join(data, 'handover.ndjson');
  await stop(await startServer(t, { data }));
  t.ok(existsSync(file));
  await startServer(t, { data });
  t.notOk(existsSync(file));
});

t.test('a failed start leaves it to the next one', async (t) => {
  const data = dataFolder(t);
  const before = await startServer(t, { data });
  const { ticket } = await enter(t, before);
  await stop(before);
  const taken = createTcpServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  t.teardown(() => void taken.close());
  const { port } = taken.address() as { port: number };
  await t.rejects(createServer({ data, port, logLevel: 'silent' }).listen(), { code: 'EADDRINUSE' });
  const after = await startServer(t, { data });
  t.match(await comeBack(t, after, ticket), { recovered: true });
});

t.test('an unreadable handover is logged, and the clients are informed of a gap', async (t) => {
  for (const text of ['{"lectern":"handover","form":99}\n', 'not JSON\n{\n', '']) {
    const data = dataFolder(t);
    const before = await startServer(t, { data });
    const { id, ticket } = await enter(t, before);
    await stop(before);
    writeFileSync(join(data, 'handover.ndjson'), text);
    const log = new KeptLog();
    const after = createServer({ data, port: 0 }, log.logger);
    t.teardown(() => after.close({ spread: 0 }));
    const url = await after.listen();
    const wsUrl = (path: string) => url.replace(/^http/, 'ws') + path;
    t.match(await comeBack(t, { wsUrl }, ticket), { id, recovered: false });
    t.ok(log.lines.some(({ level, msg }) => level === 50 && /could not read the handover/.test(msg)));
  }
});
