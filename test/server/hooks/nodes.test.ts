import t from 'tap';
import { defineFamily, Refusal } from '../../../server/index.js';
import { connect } from '../../helpers/client.js';
import { logIn, resume, serveNodes, startNodes, startShared, visit } from '../../helpers/nodes.js';
import { Reports } from '../../helpers/reports.js';

t.test('any node knows, reaches and removes the clients of all nodes', async (t) => {
  const families = [defineFamily({ messages: { wave: { schema: { type: 'string' } } } })];
  const [one, other] = await startNodes(t, await startShared(t), 2, { families });
  if (!one || !other) throw new Error('expected two nodes');
  const [ann, ben] = [await visit(t, one), await visit(t, other)];
  const clients = await one.server.clients();
  t.same(
    clients.map(({ id, connected, rooms }) => ({ id, connected, rooms })),
    [ann, ben].map(({ id }) => ({ id, connected: true, rooms: ['blue'] })),
  );
  t.same(await other.server.rooms(), [{ id: 'blue', clients: 2 }]);

  const seq = await one.server.publish('blue', 'event', { name: 'bell', data: 3 });
  const event = { sender: 'server', receiver: 'room/blue', data: { name: 'bell', data: 3 }, seq };
  t.match(await ben.client.next('event'), event);
  t.match(await ann.client.next('event'), event);
  t.equal(await one.server.publish('blue', 'event', { name: 'tick' }, { durable: false }), undefined);
  t.match(await ben.client.next('event'), { data: { name: 'tick' }, seq: undefined });
  const isWave = ({ type }: { type: string }) => type === 'wave';
  ben.client.raw(JSON.stringify({ receiver: 'room', type: 'wave', data: 'left' }));
  t.match(
    await ann.client.next(undefined, isWave),
    { sender: ben.id, data: 'left' },
    'a type of the program',
  );
  await t.rejects(one.server.publish('blue', 'event', { name: '' }), { code: 'bad-data' });
  await t.rejects(one.server.publish('blue', '/lobby MESSAGE', { from: ann.id, message: 1 }), {
    message: "messages of type '/lobby MESSAGE' cannot be published to room 'blue'",
  });

  t.ok(await one.server.disconnect(ben.id, 'the course has ended'));
  t.match(await ben.client.next('drop'), { data: { reason: 'the course has ended' } });
  t.equal((await ben.client.closed).code, 4503);
  t.notOk(await one.server.disconnect(ben.id, 'again'));
});

t.test('only the node of a client calls its hooks, and another one if the node fails', async (t) => {
  const shared = await startShared(t);
  const [dying] = await serveNodes(t, shared, 1);
  const reports = new Reports<string>();
  const [node] = await startNodes(t, shared, 1, {
    hooks: {
      onJoin: ({ client }) => reports.add(`${client.id} joins`),
      onLeave: ({ client }) => reports.add(`${client.id} left`),
      onRoomEmpty: ({ room }) => reports.add(`${room} is empty`),
    },
  });
  if (!dying || !node) throw new Error('expected two nodes');
  const ann = await logIn(t, dying);
  const ben = await logIn(t, dying, 1);
  await dying.stop();
  t.equal(await reports.next(), `${ben.id} left`, 'it has not resumed in time');
  t.match(await resume(t, node, ann.ticket), { status: 'ok', id: ann.id });
  const { id } = await visit(t, node);
  t.equal(
    await reports.next(),
    `${id} joins`,
    'the first call for a client that joins: the other one resumed',
  );
  t.ok(await node.server.disconnect(ann.id, 'ends'));
  t.equal(await reports.next(), `${ann.id} left`);
  t.ok(await node.server.disconnect(id, 'ends'));
  t.equal(await reports.next(), `${id} left`);
  t.equal(await reports.next(), 'blue is empty');
});

t.test('a hook refuses on each node for itself', async (t) => {
  const shared = await startShared(t);
  const onJoin = () => {
    throw new Refusal('full', 'this node takes nobody');
  };
  const [strict] = await startNodes(t, shared, 1, { hooks: { onJoin } });
  const [open] = await startNodes(t, shared, 1);
  if (!strict || !open) throw new Error('expected two nodes');
  const refused = await connect(t, strict.wsUrl('/room/blue/ws'));
  t.match(await refused.next('error'), { data: { code: 'full', message: 'this node takes nobody' } });
  await visit(t, open);
  t.same(await strict.server.rooms(), [{ id: 'blue', clients: 1 }]);
});
