import { EventEmitter, once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import t from 'tap';
import { connect } from '../helpers/client.js';
import { serveNodes, startShared } from '../helpers/nodes.js';

/** Longer than the timeouts of calls to Redis and of locks. */
const HELD_UP_MS = 2500;

t.test('a node that was held up refuses nothing that Redis has answered meanwhile', async (t) => {
  const [node] = await serveNodes(t, await startShared(t), 1, {
    LECTERN_CHAT_RATE: '100000',
    LECTERN_CHAT_BURST: '100000',
    LECTERN_ADDRESS_RATE: '100000',
    LECTERN_ADDRESS_BURST: '100000',
  });
  if (!node) throw new Error('expected a node');
  const client = await connect(t, `${node.url}/room/blue/ws`);
  await client.request('get-room-info');
  const answers = new Map<string, number>();
  let answered = 0;
  const flow = new EventEmitter();
  const talk = async (words: number) => {
    for (let i = 0; i < words; i++) {
      const { type, data } = await client.request(
        'text',
        { from: '', time: 1, text: `${i}` },
        { receiver: 'room' },
      );
      const answer = type === 'error' ? (data as { code: string }).code : type;
      answers.set(answer, (answers.get(answer) ?? 0) + 1);
      flow.emit(String(++answered));
    }
  };
  const talks = Promise.all(Array.from({ length: 20 }, () => talk(100)));
  for (const now of ['500', '1000', '1500']) {
    await once(flow, now);
    node.freeze();
    await pause(HELD_UP_MS);
    node.thaw();
  }
  await talks;
  t.same([...answers], [['accepted', 2000]]);
});
