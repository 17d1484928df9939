import t from 'tap';
import { type Engine, storeOn } from '../../../server/store/engine.js';

t.test('a call that is not answered is given up when its time is over', async (t) => {
  const silent: Engine = {
    ordered: true,
    change: () => new Promise(() => {}),
    read: () => new Promise(() => {}),
    close: async () => {},
  };
  const store = storeOn(silent, 1);
  const unavailable = { name: 'Refusal', code: 'unavailable', cause: { message: 'no answer in 1 ms' } };
  await t.rejects(store.saveUser({ id: 'a', name: 'A' }), unavailable);
  await t.rejects(store.user('a'), unavailable);
  await t.rejects(store.check(), unavailable);
  await store.close();
});
