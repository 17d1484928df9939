import t from 'tap';
import { BufferedSignals } from '#client/peer/buffered-signals.js';
import type { SignalMessage } from '#client/peer/signals.js';

function signal(sender: string, sdp = 'x'): SignalMessage {
  return { sender, receiver: 'me', type: 'offer', data: sdp };
}

t.test('returns the signals of a client in order and once', (t) => {
  const early = new BufferedSignals();
  early.keep(signal('a', '1'), 0);
  early.keep(signal('b', '2'), 1);
  early.keep(signal('a', '3'), 2);
  t.same(early.take('a', 3), [signal('a', '1'), signal('a', '3')]);
  t.same(early.take('a', 3), []);
  t.same(early.take('b', 3), [signal('b', '2')]);
  t.end();
});

t.test('limits the age and the number of signals', (t) => {
  const early = new BufferedSignals();
  early.keep(signal('a'), 0);
  t.same(early.take('a', 10_000), []);
  for (let index = 0; index < 1_000; index++) early.keep(signal('a', String(index)), index);
  const kept = early.take('a', 1_000);
  t.equal(kept.length, 512);
  t.match(kept.at(-1), { data: '999' });
  early.keep(signal('b'), 1_000);
  early.clear();
  t.same(early.take('b', 1_000), []);
  t.end();
});
