import t from 'tap';
import { play } from './programme/crowd.js';

// A small version of programme-crowd.ts, which runs with 1,000 clients.

t.test('a crowd beside a programme: all counts and sums are right, and points are batched', async (t) => {
  const { faults, clicks, doings } = await play({ clients: 50, life: 3, clicking: 2 });
  t.same(faults, []);
  t.equal(clicks, 1000);
  t.ok(doings > 0);
});
