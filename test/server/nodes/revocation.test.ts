import t from 'tap';
import { apiKey, callApi } from '../../helpers/api.js';
import { connect } from '../../helpers/client.js';
import { startNodes, startShared } from '../../helpers/nodes.js';
import type { TestServer } from '../../helpers/server.js';

t.test('a revocation is in force on all nodes', async (t) => {
  const [one, other] = await startNodes(t, await startShared(t), 2, { apiKey });
  if (!one || !other) throw new Error('expected two nodes');
  const guest = async (node: TestServer, token?: string) => {
    const protocols = ['lectern', ...(token === undefined ? [] : [`lectern.token.${token}`])];
    const client = await connect(t, node.wsUrl('/room/blue/ws'), { protocols });
    return { client, ...(await client.welcome()) };
  };

  t.test('its clients are disconnected everywhere, and stay out everywhere until it is lifted', async (t) => {
    const first = await guest(one);
    const second = await guest(other, first.token);
    const { data } = await callApi(other, 'POST', '/revocations', { user: first.user?.id });
    for (const { client } of [first, second]) t.equal((await client.closed).code, 4504);
    for (const node of [one, other]) {
      t.equal((await (await guest(node, first.token)).client.closed).code, 4504);
    }
    const { id } = (data as { revocation: { id: number } }).revocation;
    t.equal((await callApi(one, 'DELETE', `/revocations/${id}`)).status, 204);
    t.match(await (await guest(one, first.token)).client.request('get-room-info'), { type: 'room-info' });
  });

  t.test('a client is removed by a node that it is not on, and stays out', async (t) => {
    const { client, id, token } = await guest(one);
    const elsewhere = await guest(other, token);
    t.equal((await callApi(other, 'DELETE', `/clients/${id}`)).status, 204);
    t.equal((await client.closed).code, 4503);
    t.equal((await elsewhere.client.closed).code, 4504);
    t.equal((await (await guest(one, token)).client.closed).code, 4504);
  });
});
