import t from 'tap';
import { connect } from '../../helpers/client.js';
import { hears, logIn, resume, say, serveNodes, startShared, textsOf, visit } from '../../helpers/nodes.js';

t.test('another server cleans up after a server that died', async (t) => {
  const [one, other, third] = await serveNodes(t, await startShared(t), 3);
  if (!one || !other || !third) throw new Error('expected three servers');
  const watcher = await visit(t, other);
  const guest = await visit(t, one);
  const ann = await logIn(t, one);
  const ben = await logIn(t, one, 1);
  const blue = await say(watcher, 'heard');
  await hears(ann, 'heard');
  await one.stop();

  const gone = new Set<string>();
  while (gone.size < 2) for (const id of (await watcher.client.next('client-left')).data.ids) gone.add(id);
  t.same([...gone].sort(), [guest.id, ben.id].sort(), 'guests, and clients that do not resume in time');
  await say(watcher, 'missed');
  const back = await resume(t, third, ann.ticket, { blue, direct: 0 });
  t.match(back, { status: 'ok', id: ann.id, recovered: true }, 'a client that is waited for resumes');
  t.same(textsOf(back.data.messages), ['missed']);
  t.match(await resume(t, other, ben.ticket), { status: 'error', code: 'not-found' });
  const info = await watcher.client.request('get-room-info');
  t.same(
    info.type === 'room-info' && info.data.clients.map(({ id }) => id).sort(),
    [watcher.id, ann.id].sort(),
  );
});

t.test('a chat room that a dead server was holding open still ends', async (t) => {
  const shared = await startShared(t);
  const [one, other] = await serveNodes(t, shared, 2, { LECTERN_AGGRO_TIME: '3' });
  if (!one || !other) throw new Error('expected two servers');
  const receiver = '/programme/match';
  const [ann, ben] = await Promise.all([connect(t, `${one.url}/ws`), connect(t, `${other.url}/ws`)]);
  for (const client of [ann, ben]) await client.request('/programme enter', undefined, { receiver });
  const made = await ben.request('/programme createRoom', { title: 'Goals', max: 2 }, { receiver });
  const { roomId } = made.data as { roomId: string };
  await ann.request('/programme joinRoom', { roomId }, { receiver });
  ann.send('/programme chat', { roomId, msg: 'Offside!', type: 'aggro' }, { receiver });
  const { data: aggro } = await ben.next('/programme aggro');
  await one.stop();
  t.equal((await ben.next('/programme stopAggro')).data, aggro.aggroUID);
});
