import { setImmediate } from 'node:timers/promises';
import t from 'tap';
import { TurnQueue } from '../../../server/store/turn-queue.js';

t.test('jobs run in order, and an urgent one precedes those that wait', async (t) => {
  const turns = new TurnQueue();
  const order: string[] = [];
  let finish = () => {};
  const job = (name: string) => async () => void order.push(name);
  const first = turns.run(async () => {
    order.push('first');
    await new Promise<void>((resolve) => {
      finish = resolve;
    });
  });
  const others = [turns.run(job('second')), turns.run(job('third'))];
  await setImmediate();
  const urgent = turns.runFirst(job('urgent'));
  finish();
  await Promise.all([first, ...others, urgent]);
  t.same(order, ['first', 'urgent', 'second', 'third']);
});

t.test('a job that fails does not affect the next one', async (t) => {
  const turns = new TurnQueue();
  const failing = turns.run(async () => {
    throw new Error('a made-up fault');
  });
  const next = turns.run(async () => 'done');
  await t.rejects(failing, { message: 'a made-up fault' });
  t.equal(await next, 'done');
});

t.test('messages arrive while many jobs wait', async (t) => {
  const turns = new TurnQueue();
  let arrived = false;
  void setImmediate().then(() => {
    arrived = true;
  });
  const job = async () => {
    const until = performance.now() + 1;
    while (performance.now() < until);
    return arrived;
  };
  const seen = await Promise.all(Array.from({ length: 100 }, () => turns.run(job)));
  t.equal(seen.at(-1), true);
});
