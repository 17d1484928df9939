import t from 'tap';
import { UserQueue } from '../../../server/util/user-queue.js';

/** Takes all items. */
function drain<T>(queue: UserQueue<T>): T[] {
  const taken: T[] = [];
  for (let item = queue.take(); item !== undefined; item = queue.take()) taken.push(item);
  return taken;
}

t.test('the user of whom the fewest items were taken goes first', async (t) => {
  const queue = new UserQueue<string>({ retryAfter: 0, perUser: 9, total: 9, oldestFirst: true });
  for (const item of ['a1', 'a2', 'a3']) queue.add('ann', item);
  queue.add('ben', 'b1');
  queue.add('ben', 'b2');
  t.equal(queue.take(), 'a1');
  queue.add('cem', 'c1');
  t.same(drain(queue), ['b1', 'c1', 'a2', 'b2', 'a3']);
  t.equal(queue.size, 0);
});

t.test('taken items count until the queue is empty', async (t) => {
  const queue = new UserQueue<string>({ retryAfter: 0, perUser: 1, total: 9, oldestFirst: true });
  queue.add('ann', 'a1');
  t.equal(queue.add('ann', 'a2'), 'a2', 'one item per user');
  queue.add('ben', 'b1');
  t.equal(queue.take(), 'a1');
  queue.add('ann', 'a3');
  queue.add('cem', 'c1');
  t.same(drain(queue), ['b1', 'c1', 'a3']);
  queue.add('ann', 'a4');
  queue.add('cem', 'c2');
  t.equal(queue.take(), 'a4', 'everything before is forgotten');
});

t.test('among equals, the newest and the oldest user take turns', async (t) => {
  const queue = new UserQueue<string>({ retryAfter: 0, perUser: 9, total: 9 });
  for (const user of ['1', '2', '3', '4', '5']) queue.add(user, user);
  t.same(drain(queue), ['5', '1', '4', '2', '3']);
});

t.test('a user who tries again keeps its place', async (t) => {
  const queue = new UserQueue<string>({ retryAfter: 0, perUser: 1, total: 3, oldestFirst: true });
  for (const user of ['1', '2', '3']) queue.add(user, user);
  t.equal(queue.delete('2', '2'), true, 'waited for too long');
  queue.add('4', '4');
  t.equal(queue.add('2', '2 again'), '4', 'in a full queue, the newest gives way');
  t.same(drain(queue), ['1', '2 again', '3']);
});

t.test('a full queue refuses the user with the most items', async (t) => {
  const queue = new UserQueue<string>({ retryAfter: 0, perUser: 9, total: 4 });
  for (const item of ['a1', 'a2', 'a3', 'a4']) queue.add('ann', item);
  t.equal(queue.add('ben', 'b1'), 'a4');
  t.equal(queue.add('cem', 'c1'), 'a3');
  t.equal(queue.add('ann', 'a5'), 'a5');
  t.equal(queue.add('ben', 'b2'), 'a2');
  t.equal(queue.add('cem', 'c2'), 'b2', 'among equals, the newest one');
  t.equal(queue.add('dee', 'd1'), 'c2');
  t.equal(queue.add('eve', 'e1'), 'd1');
  t.equal(queue.size, 4);
  t.same(drain(queue), ['e1', 'a1', 'c1', 'b1']);
});

t.test('a refused user that tries again too early displaces nobody', async (t) => {
  let now = 0;
  const queue = new UserQueue<string>({ perUser: 9, total: 2, retryAfter: 100 }, () => now);
  queue.add('ann', 'a1');
  queue.add('ben', 'b1');
  t.equal(queue.add('cem', 'c1'), 'b1');
  now = 99;
  t.equal(queue.add('ben', 'b2'), 'b2', 'and has to wait again');
  now = 198;
  t.equal(queue.add('ben', 'b3'), 'b3');
  now = 298;
  t.equal(queue.add('ben', 'b4'), 'c1');
});

t.test('the peak is forgotten when the queue is empty', async (t) => {
  const queue = new UserQueue<string>({ retryAfter: 0, perUser: 9, total: 9 });
  for (const item of ['a1', 'a2']) queue.add('ann', item);
  t.equal(queue.peakUsers, 1);
  queue.add('ben', 'b1');
  queue.delete('ben', 'b1');
  queue.add('cem', 'c1');
  t.equal(queue.peakUsers, 2);
  drain(queue);
  t.equal(queue.peakUsers, 0);
});

t.test('an item can give up, and the busiest user can be asked to', async (t) => {
  const queue = new UserQueue<string>({ retryAfter: 0, perUser: 9, total: 9 });
  for (const item of ['a1', 'a2', 'a3']) queue.add('ann', item);
  queue.add('ben', 'b1');
  t.equal(queue.delete('ann', 'a2'), true);
  t.equal(queue.delete('ann', 'a2'), false);
  t.equal(queue.delete('cem', 'c1'), false);
  t.equal(queue.dropOfBusiest(), 'a3');
  t.same(drain(queue), ['b1', 'a1']);
  t.equal(queue.dropOfBusiest(), undefined);
});

t.test('users without items are forgotten when there are too many of them', async (t) => {
  for (const [others, order] of [
    [12, ['a1', 'f2', 'b1']],
    [13, ['a1', 'b1', 'f2']],
  ] as const) {
    const queue = new UserQueue<string>({ retryAfter: 0, perUser: 1, total: 3, oldestFirst: true });
    queue.add('ann', 'a1');
    for (const user of ['first', ...Array.from({ length: others }, (_, n) => `${n}`)]) {
      queue.add(user, 'gives up');
      queue.delete(user, 'gives up');
    }
    queue.add('ben', 'b1');
    queue.add('first', 'f2');
    t.same(drain(queue), order);
  }
});
