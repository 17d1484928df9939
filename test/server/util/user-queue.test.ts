import t from 'tap';
import { UserQueue } from '../../../server/util/user-queue.js';

/** Takes all items. */
function drain<T>(queue: UserQueue<T>): T[] {
  const taken: T[] = [];
  for (let item = queue.take(); item !== undefined; item = queue.take()) taken.push(item);
  return taken;
}

t.test('the user who has added the fewest items goes first', async (t) => {
  const queue = new UserQueue<string>({ perUser: 9, total: 9 });
  for (const item of ['a1', 'a2', 'a3']) queue.add('ann', item);
  queue.add('ben', 'b1');
  queue.add('ben', 'b2');
  queue.add('cem', 'c1');
  t.same(drain(queue), ['c1', 'b1', 'b2', 'a1', 'a2', 'a3']);
  t.equal(queue.size, 0);
});

t.test('items that were taken or refused count until the queue is empty', async (t) => {
  const queue = new UserQueue<string>({ perUser: 1, total: 9 });
  queue.add('ann', 'a1');
  t.equal(queue.add('ann', 'a2'), 'a2', 'one item per user');
  queue.add('ben', 'b1');
  t.equal(queue.take(), 'b1');
  queue.add('ben', 'b2');
  t.equal(queue.add('ben', 'b3'), 'b3');
  t.equal(queue.take(), 'a1');
  t.equal(queue.take(), 'b2');
  queue.add('ben', 'b4');
  queue.add('ann', 'a3');
  queue.add('ann', 'a4');
  t.equal(queue.take(), 'b4', 'everything before is forgotten');
});

t.test('among equals, the newest and the oldest user take turns', async (t) => {
  const queue = new UserQueue<string>({ perUser: 9, total: 9 });
  for (const user of ['1', '2', '3', '4', '5']) queue.add(user, user);
  t.same(drain(queue), ['5', '1', '4', '2', '3']);
});

t.test('a full queue refuses the user who has added the most', async (t) => {
  const queue = new UserQueue<string>({ perUser: 9, total: 4 });
  for (const item of ['a1', 'a2', 'a3', 'a4']) queue.add('ann', item);
  t.equal(queue.add('ben', 'b1'), 'a4');
  t.equal(queue.add('cem', 'c1'), 'a3');
  t.equal(queue.add('ann', 'a5'), 'a5');
  t.equal(queue.add('ben', 'b2'), 'a2');
  t.equal(queue.add('cem', 'c2'), 'a1');
  t.equal(queue.add('dee', 'd1'), 'c2');
  t.equal(queue.add('eve', 'e1'), 'c1');
  t.equal(queue.size, 4);
  t.equal(queue.add('fay', 'f1'), 'b2');
  t.equal(queue.add('gus', 'g1'), 'b1');
  t.equal(queue.add('hal', 'h1'), 'g1', 'among equals, the newest one');
  t.same(drain(queue), ['h1', 'd1', 'f1', 'e1']);
});

t.test('an item can give up, and the busiest user can be asked to', async (t) => {
  const queue = new UserQueue<string>({ perUser: 9, total: 9 });
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
  const queue = new UserQueue<string>({ perUser: 1, total: 2 });
  queue.add('ann', 'a1');
  queue.add('ann', 'a2');
  for (const user of ['1', '2', '3', '4']) {
    queue.add(user, user);
    t.equal(queue.take(), user);
  }
  queue.add('ben', 'b1');
  t.equal(queue.add('1', '1 again'), 'a1', 'ann is still known, and gives way');
  t.equal(queue.take(), '1 again', 'as new as the other one');
  t.same(drain(queue), ['b1']);
});
