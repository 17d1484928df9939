import t from 'tap';
import { Semaphore } from '../../../server/util/semaphore.js';

t.test('waiting callers enter in order', async (t) => {
  const { signal } = new AbortController();
  const semaphore = new Semaphore(1);
  t.equal(await semaphore.acquire(signal), true);
  const order: string[] = [];
  const waiting = ['a', 'b'].map((name) =>
    semaphore.acquire(signal).then(() => {
      order.push(name);
      semaphore.release();
    }),
  );
  semaphore.release();
  await Promise.all(waiting);
  t.same(order, ['a', 'b']);
  t.equal(await semaphore.acquire(signal), true);
});

t.test('an aborted caller does not use a slot', async (t) => {
  const { signal } = new AbortController();
  const impatient = new AbortController();
  const semaphore = new Semaphore(1);
  await semaphore.acquire(signal);
  const given = semaphore.acquire(impatient.signal);
  const waited = semaphore.acquire(signal);
  impatient.abort();
  t.equal(await given, false);
  semaphore.release();
  t.equal(await waited, true);
  const next = semaphore.acquire(signal);
  semaphore.release();
  t.equal(await next, true);
});

t.test('a caller that has entered stays in, whatever happens to the signal', async (t) => {
  const late = new AbortController();
  const semaphore = new Semaphore(1);
  await semaphore.acquire(late.signal);
  const admitted = semaphore.acquire(late.signal);
  semaphore.release();
  late.abort();
  t.equal(await admitted, true);
});
