import t from 'tap';
import { SignalPacer } from '#client/peer/signal-pacer.js';
import type { Signaling } from '#client/signaling.js';
import { ManualClock } from '../support.js';

function setup() {
  const clock = new ManualClock();
  const sent: string[] = [];
  const send: Signaling['send'] = (type, data, receiver) => {
    sent.push(`${type} ${data} ${receiver}`);
    return true;
  };
  const pacer = new SignalPacer({ send }, clock);
  return { clock, sent, pacer };
}

t.test('sends nothing before it knows the rate', (t) => {
  const { pacer, sent } = setup();
  t.equal(pacer.send('offer', 'x', 'a'), false);
  t.same(sent, []);
  t.end();
});

t.test('stays below the rate and keeps the order', (t) => {
  const { pacer, sent, clock } = setup();
  pacer.reset({ per_second: 10, burst: 5 });
  for (let index = 0; index < 7; index++) t.equal(pacer.send('offer', String(index), 'a'), true);
  t.equal(sent.length, 4);
  clock.advance(124);
  t.equal(sent.length, 4);
  clock.advance(1);
  t.equal(sent.length, 5);
  clock.advance(1_000);
  t.same(
    sent,
    [0, 1, 2, 3, 4, 5, 6].map((index) => `offer ${index} a`),
  );
  t.equal(clock.next, undefined);
  t.end();
});

t.test('discards waiting signals of a closed connection and for a client that is gone', (t) => {
  const { pacer, sent, clock } = setup();
  pacer.reset({ per_second: 10, burst: 2 });
  for (const receiver of ['a', 'b', 'a', 'b']) pacer.send('offer', 'x', receiver);
  pacer.forget('a');
  clock.advance(10_000);
  t.same(sent, ['offer x a', 'offer x b', 'offer x b']);
  pacer.reset({ per_second: 10, burst: 2 });
  pacer.send('offer', 'y', 'a');
  pacer.send('offer', 'y', 'b');
  pacer.reset({ per_second: 10, burst: 2 });
  clock.advance(10_000);
  t.same(sent.slice(3), ['offer y a']);
  t.end();
});
