import t from 'tap';
import { InOrder } from '../../../server/backplane/in-order.js';

t.test(
  'jobs do not wait forever if other nodes are at work, and do not wait at all if those cannot be reached',
  async (t) => {
    const busy = new InOrder({ enter: async () => false, leave: async () => false }, 20);
    await t.rejects(
      busy.take('blue', async () => {}),
      { code: 'unavailable' },
    );
    const away = new Error('away');
    const lost = new InOrder({ enter: () => Promise.reject(away), leave: async () => false }, 60_000);
    await t.rejects(
      lost.take('blue', async () => {}),
      away,
    );
  },
);

t.test('a caller can wait until all jobs are done', async (t) => {
  const inOrder = new InOrder({ enter: async () => true, leave: async () => false });
  const done: string[] = [];
  for (const name of ['one', 'two']) {
    void inOrder.take('blue', async () => {
      await new Promise((resolve) => setImmediate(resolve));
      done.push(name);
    });
  }
  await inOrder.finished();
  t.same(done, ['one', 'two']);
  await inOrder.finished();
});
