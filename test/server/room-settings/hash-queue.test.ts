import t from 'tap';
import { checkOptions } from '../../../server/options.js';
import { HashQueue } from '../../../server/room-settings/hash-queue.js';
import { BudgetMeter } from '../../../server/util/budget-meter.js';

/** A queue whose hashes are done when `finish` is called, one at a time unless given otherwise. */
function make(
  limits: { passwordQueueUser?: number; passwordQueueAddress?: number; passwordQueue?: number } = {},
) {
  const budgets = new BudgetMeter();
  const queue = new HashQueue(checkOptions({ passwordHashes: 1, ...limits }), budgets);
  const started: string[] = [];
  const running: (() => void)[] = [];
  const run = (address: string, userId: string) =>
    queue.run({ address, userId }, () => {
      started.push(`${address} ${userId}`);
      return new Promise<void>((resolve) => running.push(resolve));
    });
  /** Finishes hashes until none is left. */
  const finish = async () => {
    for (let done = running.shift(); done; done = running.shift()) {
      done();
      await new Promise(setImmediate);
    }
  };
  const budget = () => Object.fromEntries(budgets).password_queue;
  return { queue, run, started, finish, budget };
}

t.test('networks take turns, and so do the users of a network', async (t) => {
  const { run, started, finish } = make();
  const jobs = [
    ...['eve', 'eve', 'eve', 'eve'].map((user) => run('192.0.2.1', user)),
    run('192.0.2.1', 'ann'),
    run('2001:db8::1', 'ben'),
    run('2001:db8::2', 'cem'),
  ];
  await finish();
  await Promise.all(jobs);
  t.same(started, [
    '192.0.2.1 eve',
    '192.0.2.1 ann',
    '2001:db8::2 cem',
    '192.0.2.1 eve',
    '2001:db8::1 ben',
    '192.0.2.1 eve',
    '192.0.2.1 eve',
  ]);
});

t.test('a user who floods the queue is refused, and nobody else', async (t) => {
  const { run, finish, budget } = make({ passwordQueueUser: 2, passwordQueueAddress: 3 });
  const flood = Array.from({ length: 6 }, () => run('192.0.2.1', 'eve'));
  const others = ['ann', 'ben'].map((user) => run('192.0.2.1', user));
  const refusal = { code: 'rate-limited', details: { retry_after_ms: Number } };
  const flooded = Promise.allSettled(flood);
  t.equal(budget()?.amounts?.used(), 3);
  await finish();
  await Promise.all(others);
  const refused = (await flooded).flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
  t.equal(refused.length, 4, 'one ran, two were allowed to wait, and one of these gave way');
  for (const reason of refused) t.match(reason, refusal);
  t.equal(budget()?.refusals, 4);
  t.equal(budget()?.amounts?.used(), 0);
});

t.test('if the whole queue is full, the network with the most has to give way', async (t) => {
  const { run, finish } = make({ passwordQueue: 3 });
  const first = run('192.0.2.9', 'first');
  const crowd = ['a', 'b'].map((user) => run('192.0.2.1', user));
  const last = run('192.0.2.1', 'c');
  const other = run('192.0.2.2', 'ann');
  await t.rejects(last, { code: 'unavailable', details: { retry_after_ms: Number } });
  await finish();
  await Promise.all([first, ...crowd, other]);
});

t.test('a hash that fails makes room for the next one', async (t) => {
  const queue = new HashQueue(checkOptions({ passwordHashes: 1 }), new BudgetMeter());
  const by = { address: '192.0.2.1', userId: 'ann' };
  const failing = queue.run(by, () => Promise.reject(new Error('no memory')));
  const next = queue.run(by, async () => 'done');
  await t.rejects(failing, { message: 'no memory' });
  t.equal(await next, 'done');
});

t.test('when the server shuts down, waiting hashes are refused', async (t) => {
  const { queue, run, finish, budget } = make();
  const running = run('192.0.2.1', 'ann');
  const waiting = run('192.0.2.1', 'ann');
  queue.close();
  await t.rejects(waiting, { code: 'unavailable', details: { retry_after_ms: Number } });
  await t.rejects(run('192.0.2.1', 'ben'), { code: 'unavailable' });
  t.equal(budget()?.amounts?.used(), 0);
  await finish();
  await running;
});
