import t from 'tap';
import { apiKey, callApi } from '../../helpers/api.js';
import { logIn, resume, startNodes, startShared, visit } from '../../helpers/nodes.js';

t.test('the HTTP API of any node shows and moderates the rooms of all nodes', async (t) => {
  const [one, other] = await startNodes(t, await startShared(t), 2, { apiKey });
  if (!one || !other) throw new Error('expected two nodes');
  const [ann, ben] = [await visit(t, one), await visit(t, other)];
  const ids = [ann.id, ben.id].sort();
  for (const node of [one, other]) {
    t.match(await callApi(node, 'GET', '/rooms?live=true'), {
      data: { rooms: [{ room_id: 'blue', count: 2 }] },
    });
    const { data } = await callApi(node, 'GET', '/rooms/blue');
    t.match(data?.clients, [{ id: ids[0] }, { id: ids[1] }]);
  }
  await callApi(one, 'POST', '/rooms/blue/stop-media', { media: 'microphone', user: ben.id });
  t.match(await ben.client.next('stop-media'), { data: { room_id: 'blue', except: undefined } });
  t.equal((await callApi(other, 'POST', `/clients/${ann.id}/move`, { room_id: 'green' })).status, 204);
  t.match(await ann.client.next('change-room'), {
    receiver: ann.id,
    data: { room_id: 'green', reason: undefined },
  });
  t.equal((await callApi(other, 'POST', '/clients/nobody/move', { room_id: 'green' })).status, 404);
  const cy = await logIn(t, one);
  cy.client.terminate();
  t.equal((await callApi(other, 'POST', `/clients/${cy.id}/move`, { room_id: 'green' })).status, 204);
  const back = await resume(t, other, cy.ticket);
  const orders = back.data.messages.filter(({ type }) => type === 'change-room');
  t.match(
    orders,
    [{ type: 'change-room', data: { room_id: 'green' } }],
    'on another node, after a reconnection',
  );
  t.equal((await callApi(other, 'POST', '/rooms/blue/close')).status, 204);
  for (const { client } of [ann, ben]) {
    t.match(await client.next('drop'), { data: { reason: 'the room was closed' } });
    t.equal((await client.closed).code, 4503);
  }
});
