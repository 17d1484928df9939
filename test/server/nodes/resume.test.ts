import t from 'tap';
import { connect } from '../../helpers/client.js';
import {
  hears,
  logIn,
  resume,
  say,
  serveNodes,
  startNodes,
  startShared,
  textsOf,
  visit,
} from '../../helpers/nodes.js';

t.test('a client keeps its rooms when it resumes on another server', async (t) => {
  const [one, other] = await startNodes(t, await startShared(t), 2);
  if (!one || !other) throw new Error('expected two servers');
  const ann = await logIn(t, one);
  const triggers = Array.from({ length: 10 }, (_, i) => `screen ${i}`);
  // Without waiting: the first client's record is still being saved when the next one is answered.
  await Promise.all(triggers.map((name) => ann.client.request('/trigger JOIN', name)));
  ann.client.terminate();
  const back = await resume(t, other, ann.ticket);
  t.match(back, { status: 'ok', id: ann.id, recovered: true });
  t.same(
    Object.keys(back.logs)
      .filter((log) => log.startsWith('/trigger/'))
      .sort(),
    triggers.map((name) => `/trigger/${name}`),
  );
});

t.test('a client resumes on another server as if nothing had happened', async (t) => {
  const [one, other, third] = await startNodes(t, await startShared(t), 3);
  if (!one || !other || !third) throw new Error('expected three servers');
  const watcher = await visit(t, third);
  const ann = await logIn(t, one);
  await watcher.client.next('client-joined');
  const seen = { blue: await say(watcher, 'heard'), direct: 0 };
  await hears(ann, 'heard');

  t.test('with each missed message once, and without leaving in the view of others', async () => {
    ann.client.terminate();
    for (const text of ['a', 'b', 'c']) await say(watcher, text);
    await watcher.client.request('offer', { type: 'offer', sdp: 'v=0' }, { receiver: ann.id });
    const back = await resume(t, other, ann.ticket, seen);
    t.match(back, { status: 'ok', id: ann.id, recovered: true });
    t.same(textsOf(back.data.messages), ['a', 'b', 'c']);
    t.equal(back.data.messages.filter(({ type }) => type === 'offer').length, 1);
    await say(watcher, 'd');
    await hears(back, 'd');
    await say(back, 'e');
    await hears(watcher, 'e');
    for (const type of ['client-left', 'client-joined', 'client-updated'] as const) {
      await watcher.client.none(type);
    }
    ann.ticket = back.data.ticket;
    ann.client = back.client;
  });

  t.test('the connection that is still open is closed as replaced', async () => {
    const back = await resume(t, third, ann.ticket);
    t.match(back, { status: 'ok', id: ann.id });
    t.match(await ann.client.closed, { code: 4501 });
    await watcher.client.none('client-left');
    ann.ticket = back.data.ticket;
    ann.client = back.client;
    // The new ticket has arrived, so the old one is invalid.
    await back.client.request('get-room-info');
  });

  t.test('if one ticket is presented to two servers at once, one of them resumes the client', async () => {
    ann.client.terminate();
    const both = await Promise.all([resume(t, one, ann.ticket), resume(t, other, ann.ticket)]);
    const good = both.filter(({ status }) => status === 'ok');
    t.ok(good.length >= 1, 'one is admitted');
    // If the second connection was admitted by the ticket that the first had redeemed, it replaced the first.
    if (good.length > 1) {
      const { code } = await Promise.race(good.map(({ client }) => client.closed));
      t.equal(code, 4501, 'and no two connections act as one client');
    }
    for (const { status, code } of both) {
      if (status !== 'ok') t.match(code, /^(conflict|ticket-invalid)$/);
    }
    await watcher.client.none('client-left');
  });
});

t.test('a client that resumes too late does not stop one that resumes at the same moment', async (t) => {
  const [one, other] = await startNodes(t, await startShared(t), 2);
  if (!one || !other) throw new Error('expected two servers');
  const ann = await logIn(t, one);
  const late = await connect(t, `${other.url}/room/blue/ws?login=1`);
  const { data } = await resume(t, one, ann.ticket);
  const last = await connect(t, `${other.url}/room/blue/ws?login=1`);
  const shown = { ticket: data.ticket, seen: {} };
  const [refused, taken] = await Promise.all([late, last].map((each) => each.request('relogin', shown)));
  t.match(refused, { data: { status: 'error', code: 'conflict' } });
  t.match(taken, { data: { status: 'ok', id: ann.id } });
});

t.test('a logout on one server invalidates the ticket on the other', async (t) => {
  const [one, other] = await startNodes(t, await startShared(t), 2);
  if (!one || !other) throw new Error('expected two servers');
  const ann = await logIn(t, one);
  await ann.client.request('logout');
  t.match(await resume(t, other, ann.ticket), { status: 'error', code: 'not-found' });
});

t.test('when a server is killed, its clients resume on another one', async (t) => {
  const shared = await startShared(t);
  const [one, other] = await serveNodes(t, shared, 2);
  if (!one || !other) throw new Error('expected two servers');
  const watcher = await visit(t, other);
  const ann = await logIn(t, one);
  const blue = await say(watcher, 'heard');
  await hears(ann, 'heard');
  await one.stop();
  for (const text of ['a', 'b']) await say(watcher, text);
  const back = await resume(t, other, ann.ticket, { blue, direct: 0 });
  t.match(back, { status: 'ok', id: ann.id, recovered: true });
  t.same(textsOf(back.data.messages), ['a', 'b']);
  await watcher.client.none('client-left');
});
