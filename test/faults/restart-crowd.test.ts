import t from 'tap';
import { restart } from './restart/restart.js';

// A small version of restart-crowd.ts, which runs with 1,000 clients.

const clients = 50;
const talk = 1000;
const reconnect = { base: 100, max: 2000 };

t.test('SIGTERM: all clients are asked to reconnect, and resume with nothing missing', async (t) => {
  const options = ['--shutdown-spread', '2'];
  const { wrong, told, hints, recovered, anew, said, answered } = await restart({
    clients,
    ending: 'SIGTERM',
    talk,
    options,
    reconnect,
  });
  t.same(wrong, []);
  t.equal(told, clients, 'each received a delay');
  t.ok(hints.most <= 2000 && hints.most - hints.least > 1000, 'spread over the time in the option');
  t.equal(recovered, clients);
  t.equal(anew, 0);
  t.equal(answered, said, 'every request meanwhile has been answered');
});

t.test('SIGKILL: all clients resume, and are informed of a possible gap', async (t) => {
  const { wrong, unrecovered, anew } = await restart({ clients, ending: 'SIGKILL', talk, reconnect });
  t.same(wrong, []);
  t.equal(unrecovered, clients);
  t.equal(anew, 0);
});
