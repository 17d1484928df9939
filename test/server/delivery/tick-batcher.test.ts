import { setImmediate as nextTurn } from 'node:timers/promises';
import t from 'tap';
import { encodeFrame, type Frame } from '../../../server/delivery/frame.js';
import { TickBatcher } from '../../../server/delivery/tick-batcher.js';
import { BatchSender } from '../../../server/socket/batch-sender.js';
import { RecordingMember } from '../../helpers/recording-member.js';

const [one, two, three] = ['one', 'two', 'three'].map((text) => encodeFrame(`{"type":"${text}"}`, false)) as [
  Frame,
  Frame,
  Frame,
];
const wireOf = (...frames: Frame[]) => Buffer.concat(frames.map(({ wire }) => wire));

t.test('all frames of a turn are written at once, in order, with shared bytes', async (t) => {
  const batcher = new TickBatcher(new BatchSender('node'));
  const [ada, bo, cy] = [
    new RecordingMember(batcher),
    new RecordingMember(batcher),
    new RecordingMember(batcher),
  ];
  for (const wire of [ada, bo]) for (const frame of [one, two, three]) wire.send(frame);
  for (const frame of [one, three]) cy.send(frame);
  t.same(ada.written, [], 'nothing is written before the end of the turn');
  await nextTurn();
  t.same(ada.written, [wireOf(one, two, three)]);
  t.equal(ada.written[0], bo.written[0], 'the same bytes for the same frames');
  t.same(cy.written, [wireOf(one, three)], 'other bytes for a member with other frames');
});

t.test('a single frame is written without a copy', async (t) => {
  const batcher = new TickBatcher(new BatchSender('node'));
  const ada = new RecordingMember(batcher);
  ada.send(one);
  await nextTurn();
  t.equal(ada.written[0], one.wire);
});

t.test('turns have separate writes', async (t) => {
  const batcher = new TickBatcher(new BatchSender('node'));
  const ada = new RecordingMember(batcher);
  ada.send(one);
  ada.flush();
  ada.send(two);
  await nextTurn();
  ada.send(three);
  await nextTurn();
  t.same(ada.written, [one.wire, two.wire, three.wire]);
});
