import type { Test } from 'tap';
import { type MakeSubject, refused } from './store-classroom.js';

const HOUR_MS = 60 * 60_000;

/** Requirements for the browsers of guests, for every store. */
export function browserContract(t: Test, make: MakeSubject): void {
  const open = async (t: Test) => {
    const store = await (await make(t)).open();
    const create = (hash: string, given: { expires?: number; unusedSince?: number } = {}) =>
      store.createBrowserLink({
        hash,
        username: 'Ann',
        expires: Date.now() + HOUR_MS,
        browser: { id: 'ann', userId: 'ann', name: 'Chrome' },
        unusedSince: 0,
        ...given,
      });
    const use = (hash: string, id: string, most = 9) =>
      store.useBrowserLink({ hash, browser: { id, name: 'Safari' }, most });
    return { store, create, use };
  };

  t.test('a link is used once, and both browsers are listed', async (t) => {
    const { store, create, use } = await open(t);
    t.same(await store.browsers('ann'), []);
    await create('first');
    t.match(await use('first', 'phone'), { value: { userId: 'ann', username: 'Ann' } });
    await refused(t, 'not-found', use('first', 'thief'));
    t.match(await store.browsers('ann'), [
      { id: 'ann', userId: 'ann', name: 'Chrome' },
      { id: 'phone', userId: 'ann', name: 'Safari' },
    ]);
    await store.touchBrowser({ id: 'phone' });
    await store.deleteBrowser({ id: 'phone' });
    t.match(await store.browsers('ann'), [{ id: 'ann' }]);
  });

  t.test('a link is replaced by the next one, and expires', async (t) => {
    const { create, use } = await open(t);
    await create('first');
    await create('second');
    await refused(t, 'not-found', use('first', 'phone'));
    await use('second', 'phone');
    await create('late', { expires: Date.now() - 1 });
    await refused(t, 'not-found', use('late', 'tablet'));
  });

  t.test('the number of browsers is limited, and the link remains', async (t) => {
    const { store, create, use } = await open(t);
    await create('first');
    await refused(t, 'full', use('first', 'phone', 1));
    await use('first', 'phone', 2);
    t.equal((await store.browsers('ann')).length, 2);
  });

  t.test('browsers that were not used for long are deleted', async (t) => {
    const { store, create, use } = await open(t);
    await create('first');
    await use('first', 'phone');
    await create('second', { unusedSince: Date.now() + HOUR_MS });
    t.same(await store.browsers('ann'), []);
  });
}
