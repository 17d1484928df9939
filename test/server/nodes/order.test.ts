import type { ServerMessage, ServerMessageType } from 'lectern-protocol';
import t from 'tap';
import { startBalancer } from '../../helpers/balancer.js';
import { Target } from '../../helpers/conformance.js';
import { startNodes, startShared } from '../../helpers/nodes.js';
import { ask, type Person, startLecture } from '../../helpers/test-class.js';

const WORDS = 15;

/** All messages of a type that a client received since the start, once there are that many. */
async function told<T extends ServerMessageType>({ client }: Person, type: T, count: number) {
  for (;;) {
    const messages = client.frames.map((frame) => JSON.parse(frame) as ServerMessage);
    const ofType = messages.filter((message) => message.type === type) as ServerMessage<T>[];
    if (ofType.length >= count) return ofType;
    await client.next(type);
  }
}

t.test('changes that several servers make at once reach every client in one order', async (t) => {
  // A raised hand counts like a chat message.
  const nodes = await startNodes(t, await startShared(t), 3, { chatBurst: WORDS + 1, otherBurst: 100 });
  const server = new Target(
    await startBalancer(
      t,
      nodes.map(({ url }) => url),
    ),
  );
  const { teacher, students, lecture } = await startLecture(t, server, 5);
  const everybody = [teacher, ...students];

  t.test('chat messages are stored in the order in which they were delivered', async (t) => {
    const words = Array.from({ length: WORDS }, (_, i) => `word ${i}`);
    const said = everybody.flatMap((each) =>
      words.map((text) => ask(each, 'LiveChatTextMessage', { ...lecture, text })),
    );
    await Promise.all(said);
    const { messages } = await ask(teacher, 'GetLiveChatMessages', { ...lecture, limit: 200 });
    const kept = messages.map(({ messageId }) => messageId);
    t.equal(kept.length, said.length);
    for (const each of everybody) {
      const heard = await told(each, 'LiveChatTextMessage', said.length);
      t.same(
        heard.map(
          ({ data }) => 'message' in data && typeof data.message === 'object' && data.message.messageId,
        ),
        kept,
      );
    }
  });

  t.test('the last message about raised hands has the current state for every client', async (t) => {
    await Promise.all(students.map((student) => ask(student, 'RaiseHand', lecture)));
    for (const each of everybody) {
      const heard = await told(each, 'RaiseHand', students.length);
      t.same(
        heard.map(({ data }) => 'hands' in data && data.hands.length),
        [1, 2, 3, 4, 5],
      );
    }
  });
});
