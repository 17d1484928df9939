import { setImmediate as nextTurn } from 'node:timers/promises';
import t from 'tap';
import { BroadcastGroup } from '../../../server/delivery/broadcast-group.js';
import { type Frame, frameOf } from '../../../server/delivery/frame.js';
import { TickBatcher } from '../../../server/delivery/tick-batcher.js';
import { Kernel } from '../../../server/socket/kernel.js';
import { Wire } from '../../helpers/wire.js';

const word = (text: string): Frame => frameOf(text, false);

function scene(members: number): { turn: TickBatcher; circle: BroadcastGroup; wires: Wire[] } {
  const turn = new TickBatcher(new Kernel('node'));
  const circle = new BroadcastGroup(turn);
  return { turn, circle, wires: Array.from({ length: members }, () => new Wire(turn, circle)) };
}

t.test('what a circle is told in a turn leaves in one write for each, as bytes that all share', async (t) => {
  const { circle, wires } = scene(3);
  for (const text of ['a', 'b', 'c']) circle.say(word(text));
  t.same(wires[0]?.written, [], 'not before the turn is over');
  await nextTurn();
  for (const wire of wires) {
    t.equal(wire.text, 'abc');
    t.equal(wire.written.length, 1);
    t.equal(wire.written[0], wires[0]?.written[0]);
  }
  circle.say(word('d'));
  await nextTurn();
  t.equal(wires[1]?.text, 'abcd', 'turns are apart');
});

t.test('what a member is told by itself keeps its place among what all are told', async (t) => {
  const { circle, wires } = scene(2);
  const [ada, bo] = wires as [Wire, Wire];
  ada.send(word('x'));
  circle.say(word('a'));
  ada.send(word('y'));
  bo.send(word('z'));
  circle.say(word('b'));
  await nextTurn();
  t.equal(ada.text, 'xayb');
  t.equal(bo.text, 'azb');
  t.same([ada.written.length, bo.written.length], [1, 1], 'in one write');
});

t.test('who comes hears what is said afterwards, and who goes what was said before', async (t) => {
  const { turn, circle, wires } = scene(1);
  const [ada] = wires as [Wire];
  circle.say(word('a'));
  const late = new Wire(turn, circle);
  const idle = new Wire(turn, circle);
  circle.say(word('b'));
  idle.leave();
  ada.leave();
  circle.say(word('c'));
  await nextTurn();
  await nextTurn();
  t.equal(ada.text, 'ab');
  t.equal(late.text, 'bc');
  t.equal(idle.text, 'b');
  circle.say(word('d'));
  await nextTurn();
  t.equal(late.text, 'bcd', 'and from then on everything');
  t.equal(ada.text, 'ab');
});

t.test('of very much a part leaves before the turn is over', async (t) => {
  const { circle, wires } = scene(1);
  for (let i = 0; i < 40; i++) circle.say(word('a'.repeat(10_000)));
  t.ok((wires[0]?.text.length ?? 0) >= 200_000);
  await nextTurn();
  t.equal(wires[0]?.text.length, 400_000);
});
