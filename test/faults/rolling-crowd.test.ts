import t from 'tap';
import { rolling } from './restart/rolling.js';

// A small version of rolling-crowd.ts, which runs with 500 clients.

t.test('nodes are replaced one by one: all clients resume with nothing missing', async (t) => {
  const { clients, recovered, unrecovered, anew, said, answered, wrong } = await rolling({
    clients: 40,
    talk: 1000,
    options: ['--shutdown-spread', '2'],
    reconnect: { base: 100, max: 2000 },
  });
  t.same(wrong, []);
  t.ok(recovered >= clients, 'every client lost a node at least once');
  t.equal(unrecovered, 0);
  t.equal(anew, 0);
  t.equal(answered, said, 'every request meanwhile has been answered');
});
