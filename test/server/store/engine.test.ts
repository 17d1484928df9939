import t from 'tap';
import { createStore, type Engine } from '../../../server/store/engine.js';

t.test('a call without an answer is rejected after its timeout', async (t) => {
  const silent: Engine = {
    ordered: true,
    change: () => new Promise(() => {}),
    read: () => new Promise(() => {}),
    check: () => new Promise(() => {}),
    close: async () => {},
  };
  const store = createStore(silent, 1);
  const unavailable = { name: 'Refusal', code: 'unavailable', cause: { message: 'no answer in 1 ms' } };
  await t.rejects(store.saveUser({ id: 'a', name: 'A' }), unavailable);
  await t.rejects(store.user('a'), unavailable);
  await t.rejects(store.check(), unavailable);
  await store.close();
});
