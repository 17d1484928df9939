import t from 'tap';
import { restart } from './restart/restart.js';

// A sample; restart-crowd.ts does it with 1,000 clients.

const clients = 50;
const talk = 1000;
const reconnect = { base: 100, max: 2000 };

t.test('SIGTERM: all are told to come back, and are the same clients with nothing missing', async (t) => {
  const options = ['--shutdown-spread', '2'];
  const { wrong, told, hints, recovered, anew, said, answered } = await restart({
    clients,
    ending: 'SIGTERM',
    talk,
    options,
    reconnect,
  });
  t.same(wrong, []);
  t.equal(told, clients, 'each was told when');
  t.ok(hints.most <= 2000 && hints.most - hints.least > 1000, 'spread over the time that the option says');
  t.equal(recovered, clients);
  t.equal(anew, 0);
  t.equal(answered, said, 'whatever was asked meanwhile has been answered');
});

t.test('SIGKILL: all are the same clients, told that something may be missing', async (t) => {
  const { wrong, unrecovered, anew } = await restart({ clients, ending: 'SIGKILL', talk, reconnect });
  t.same(wrong, []);
  t.equal(unrecovered, clients);
  t.equal(anew, 0);
});
