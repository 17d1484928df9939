import t from 'tap';
import { KeyedMutex } from '../../../server/util/keyed-mutex.js';

/** A task that ends when the test calls `end`. */
function task(name: string, order: string[]): { run(): Promise<string>; end(error?: Error): void } {
  let end: (error?: Error) => void = () => {};
  const ended = new Promise<void>((resolve, reject) => {
    end = (error) => (error ? reject(error) : resolve());
  });
  return {
    async run() {
      order.push(name);
      await ended;
      return name;
    },
    end: (error) => end(error),
  };
}

t.test('tasks with one key run one after the other, and those with another key meanwhile', async (t) => {
  const order: string[] = [];
  const mutex = new KeyedMutex();
  const [one, two, other] = [task('one', order), task('two', order), task('other', order)];
  const first = mutex.run('blue', one.run);
  const second = mutex.run('blue', two.run);
  const third = mutex.run('red', other.run);
  other.end();
  t.equal(await third, 'other');
  t.same(order, ['one', 'other']);
  one.end(new Error('it failed'));
  await t.rejects(first, { message: 'it failed' });
  two.end();
  t.equal(await second, 'two', 'also after a failed one');
  t.same(order, ['one', 'other', 'two']);
});

t.test('a task that waits behind a task that never ends is refused, and later tasks still run', async (t) => {
  const order: string[] = [];
  const mutex = new KeyedMutex({ ms: 20, error: () => new Error('too long') });
  const [one, two, three] = [task('one', order), task('two', order), task('three', order)];
  const first = mutex.run('blue', one.run);
  await t.rejects(mutex.run('blue', two.run), { message: 'too long' });
  one.end();
  t.equal(await first, 'one');
  three.end();
  t.equal(await mutex.run('blue', three.run), 'three');
  t.same(order, ['one', 'three'], 'the refused task does not run');
});
