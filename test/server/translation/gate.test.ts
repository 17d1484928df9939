import t from 'tap';
import { Gate } from '../../../server/translation/gate.js';

t.test('those who wait come in, in order', async (t) => {
  const { signal } = new AbortController();
  const gate = new Gate(1);
  t.equal(await gate.enter(signal), true);
  const order: string[] = [];
  const waiting = ['a', 'b'].map((name) =>
    gate.enter(signal).then(() => {
      order.push(name);
      gate.leave();
    }),
  );
  gate.leave();
  await Promise.all(waiting);
  t.same(order, ['a', 'b']);
  t.equal(await gate.enter(signal), true);
});

t.test('who gives up takes no place', async (t) => {
  const { signal } = new AbortController();
  const impatient = new AbortController();
  const gate = new Gate(1);
  await gate.enter(signal);
  const given = gate.enter(impatient.signal);
  const waited = gate.enter(signal);
  impatient.abort();
  t.equal(await given, false);
  gate.leave();
  t.equal(await waited, true);
  const next = gate.enter(signal);
  gate.leave();
  t.equal(await next, true);
});

t.test('who was let in stays in, whatever becomes of the signal', async (t) => {
  const late = new AbortController();
  const gate = new Gate(1);
  await gate.enter(late.signal);
  const admitted = gate.enter(late.signal);
  gate.leave();
  late.abort();
  t.equal(await admitted, true);
});
