import { setImmediate as nextTurn } from 'node:timers/promises';
import t from 'tap';
import { BroadcastGroup } from '../../../server/delivery/broadcast-group.js';
import { encodeFrame, type Frame } from '../../../server/delivery/frame.js';
import { TickBatcher } from '../../../server/delivery/tick-batcher.js';
import { BatchSender } from '../../../server/socket/batch-sender.js';
import { RecordingMember } from '../../helpers/recording-member.js';

const word = (text: string): Frame => encodeFrame(text, false);

function groupOf(members: number): {
  batcher: TickBatcher;
  group: BroadcastGroup;
  members: RecordingMember[];
} {
  const batcher = new TickBatcher(new BatchSender('node'));
  const group = new BroadcastGroup(batcher);
  return {
    batcher,
    group,
    members: Array.from({ length: members }, () => new RecordingMember(batcher, group)),
  };
}

t.test('all broadcasts of a turn are written once per member, with shared bytes', async (t) => {
  const { group, members } = groupOf(3);
  for (const text of ['a', 'b', 'c']) group.broadcast(word(text));
  t.same(members[0]?.written, [], 'nothing is written before the end of the turn');
  await nextTurn();
  for (const member of members) {
    t.equal(member.text, 'abc');
    t.equal(member.written.length, 1);
    t.equal(member.written[0], members[0]?.written[0]);
  }
  group.broadcast(word('d'));
  await nextTurn();
  t.equal(members[1]?.text, 'abcd', 'turns have separate writes');
});

t.test("a member's own frame keeps its position among the broadcasts", async (t) => {
  const { group, members } = groupOf(2);
  const [ada, bo] = members as [RecordingMember, RecordingMember];
  ada.send(word('x'));
  group.broadcast(word('a'));
  ada.send(word('y'));
  bo.send(word('z'));
  group.broadcast(word('b'));
  await nextTurn();
  t.equal(ada.text, 'xayb');
  t.equal(bo.text, 'azb');
  t.same([ada.written.length, bo.written.length], [1, 1], 'in one write');
});

t.test('members get the broadcasts between their joining and leaving', async (t) => {
  const { batcher, group, members } = groupOf(1);
  const [ada] = members as [RecordingMember];
  group.broadcast(word('a'));
  const late = new RecordingMember(batcher, group);
  const idle = new RecordingMember(batcher, group);
  group.broadcast(word('b'));
  idle.leave();
  ada.leave();
  group.broadcast(word('c'));
  await nextTurn();
  await nextTurn();
  t.equal(ada.text, 'ab');
  t.equal(late.text, 'bc');
  t.equal(idle.text, 'b');
  group.broadcast(word('d'));
  await nextTurn();
  t.equal(late.text, 'bcd', 'and all broadcasts from then on');
  t.equal(ada.text, 'ab');
});

t.test('a large batch is flushed before the end of the turn', async (t) => {
  const { group, members } = groupOf(1);
  for (let i = 0; i < 40; i++) group.broadcast(word('a'.repeat(10_000)));
  t.ok((members[0]?.text.length ?? 0) >= 200_000);
  await nextTurn();
  t.equal(members[0]?.text.length, 400_000);
});
