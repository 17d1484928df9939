import t from 'tap';
import { InOrder } from '../../../server/backplane/in-order.js';

t.test('who waits behind a job that does not end is refused, and later ones have their turn', async (t) => {
  const inOrder = new InOrder(undefined, 20);
  let end = () => {};
  const first = inOrder.take(
    'blue',
    () =>
      new Promise<void>((resolve) => {
        end = resolve;
      }),
  );
  let done = false;
  const second = inOrder.take('blue', async () => {
    done = true;
  });
  await t.rejects(second, { code: 'unavailable' });
  end();
  await first;
  t.equal(await inOrder.take('blue', async () => 'third'), 'third');
  t.notOk(done, 'what was refused is not done');
});

t.test(
  'where others are at work nobody waits for ever, and where they cannot be asked nobody waits',
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

t.test('it can be waited for until all is done', async (t) => {
  const inOrder = new InOrder();
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
