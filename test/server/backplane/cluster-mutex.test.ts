import t from 'tap';
import { ClusterMutex } from '../../../server/backplane/cluster-mutex.js';

t.test(
  'jobs do not wait forever if other nodes are at work, and do not wait at all if those cannot be reached',
  async (t) => {
    const busy = new ClusterMutex({ acquire: async () => undefined, release: async () => false }, 20);
    await t.rejects(
      busy.run('blue', async () => {}),
      { code: 'unavailable' },
    );
    const away = new Error('away');
    const lost = new ClusterMutex(
      { acquire: () => Promise.reject(away), release: async () => false },
      60_000,
    );
    await t.rejects(
      lost.run('blue', async () => {}),
      away,
    );
  },
);

t.test('jobs of a slow machine wait for each other for longer than for the lock', async (t) => {
  const timeout = 2000;
  const slow = new ClusterMutex({ acquire: async () => 'epoch', release: async () => false }, timeout);
  const done: number[] = [];
  const jobs = [1, 2, 3, 4].map((each) =>
    slow.run('blue', async () => {
      await new Promise((resolve) => setTimeout(resolve, timeout * 0.4));
      done.push(each);
    }),
  );
  await Promise.all(jobs);
  t.same(done, [1, 2, 3, 4]);
});

t.test('a caller can wait until all jobs are done', async (t) => {
  const inOrder = new ClusterMutex({ acquire: async () => 'epoch', release: async () => false });
  const done: string[] = [];
  for (const name of ['one', 'two']) {
    void inOrder.run('blue', async () => {
      await new Promise((resolve) => setImmediate(resolve));
      done.push(name);
    });
  }
  await inOrder.idle();
  t.same(done, ['one', 'two']);
  await inOrder.idle();
});
