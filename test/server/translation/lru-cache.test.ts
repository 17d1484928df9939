import t from 'tap';
import { LruCache } from '../../../server/translation/lru-cache.js';

const kept = (cache: LruCache<string>, keys: string): string =>
  [...keys].filter((key) => cache.get(key) !== undefined).join('');

t.test('what was used last stays', async (t) => {
  const cache = new LruCache<string>(3, 100);
  for (const key of 'abc') cache.set(key, key, 1);
  cache.get('a');
  cache.set('d', 'd', 1);
  t.equal(kept(cache, 'abcd'), 'acd');
});

t.test('bytes bound it too', async (t) => {
  const cache = new LruCache<string>(100, 10);
  for (const key of 'abc') cache.set(key, key, 4);
  t.equal(kept(cache, 'abc'), 'bc');
  cache.set('d', 'd', 10);
  t.equal(kept(cache, 'abcd'), 'd');
  cache.set('e', 'e', 11);
  t.equal(kept(cache, 'abcde'), '');
});

t.test('an entry that is set again counts once', async (t) => {
  const cache = new LruCache<string>(100, 10);
  cache.set('a', 'a', 5);
  cache.set('b', 'b', 4);
  cache.set('a', 'A', 6);
  t.equal(kept(cache, 'ab'), 'ab');
  t.equal(cache.get('a'), 'A');
});
