import { setImmediate as nextTurn } from 'node:timers/promises';
import t from 'tap';
import { type Frame, frameOf } from '../../../server/delivery/frame.js';
import { TickBatcher } from '../../../server/delivery/tick-batcher.js';
import { Kernel } from '../../../server/socket/kernel.js';
import { Wire } from '../../helpers/wire.js';

const [one, two, three] = ['one', 'two', 'three'].map((text) => frameOf(`{"type":"${text}"}`, false)) as [
  Frame,
  Frame,
  Frame,
];
const wireOf = (...frames: Frame[]) => Buffer.concat(frames.map(({ wire }) => wire));

t.test('what is said in one turn leaves in one write, in its order, as bytes that all share', async (t) => {
  const turn = new TickBatcher(new Kernel('node'));
  const [ada, bo, cy] = [new Wire(turn), new Wire(turn), new Wire(turn)];
  for (const wire of [ada, bo]) for (const frame of [one, two, three]) wire.send(frame);
  for (const frame of [one, three]) cy.send(frame);
  t.same(ada.written, [], 'not before the turn is over');
  await nextTurn();
  t.same(ada.written, [wireOf(one, two, three)]);
  t.equal(ada.written[0], bo.written[0], 'the same bytes for the same frames');
  t.same(cy.written, [wireOf(one, three)], 'its own for who has been told something else');
});

t.test('a single frame leaves as it was made', async (t) => {
  const turn = new TickBatcher(new Kernel('node'));
  const ada = new Wire(turn);
  ada.send(one);
  await nextTurn();
  t.equal(ada.written[0], one.wire);
});

t.test('turns are apart', async (t) => {
  const turn = new TickBatcher(new Kernel('node'));
  const ada = new Wire(turn);
  ada.send(one);
  ada.flush();
  ada.send(two);
  await nextTurn();
  ada.send(three);
  await nextTurn();
  t.same(ada.written, [one.wire, two.wire, three.wire]);
});
