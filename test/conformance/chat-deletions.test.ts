import t from 'tap';
import { target } from '../helpers/conformance.js';
import { ask, refusal, startLecture } from '../helpers/test-class.js';

await target((server) => {
  t.test('DeleteLiveChatMessage: its author and the instructor delete a message for everyone', async (t) => {
    const { teacher, students, lecture, roomId } = await startLecture(t, server, 2);
    const [ann, ben] = students;
    if (!ann || !ben) throw new Error('expected two students');
    const say = async (text: string) =>
      (await ask(ann, 'LiveChatTextMessage', { ...lecture, text })).message.messageId;
    const [first, second, third] = [await say('one'), await say('two'), await say('three')];
    t.equal(await refusal(ben, 'DeleteLiveChatMessage', { ...lecture, messageId: first }), 403);
    const deleted = { messageId: first, status: 200 };
    t.strictSame(await ask(ann, 'DeleteLiveChatMessage', { ...lecture, messageId: first }), deleted);
    t.match(await ben.client.next('DeleteLiveChatMessage'), { receiver: `room/${roomId}`, data: deleted });
    await ask(teacher, 'DeleteLiveChatMessage', { ...lecture, messageId: second });
    const { messages } = await ask(ben, 'GetLiveChatMessages', lecture);
    t.same(
      messages.map(({ messageId }) => messageId),
      [third],
    );
    t.equal(await refusal(ann, 'DeleteLiveChatMessage', { ...lecture, messageId: first }), 404);
    const { classUuid } = lecture;
    const { entries } = await ask(teacher, 'GetAuditLog', { classUuid });
    t.match(entries, [{ action: 'delete-message', targetId: ann.userId }]);
    t.equal(entries.length, 1, 'what people do to themselves is not recorded');
  });

  t.test('a message of another lecture cannot be deleted', async (t) => {
    const one = await startLecture(t, server, 1);
    const other = await startLecture(t, server, 0);
    const [ann] = one.students;
    if (!ann) throw new Error('expected a student');
    const { message } = await ask(ann, 'LiveChatTextMessage', { ...one.lecture, text: 'one' });
    const { messageId } = message;
    t.equal(await refusal(other.teacher, 'DeleteLiveChatMessage', { ...other.lecture, messageId }), 404);
    t.equal(await refusal(other.teacher, 'DeleteLiveChatMessage', { ...one.lecture, messageId }), 403);
  });

  t.test('ClearChat: the instructor deletes all messages for everyone', async (t) => {
    const { teacher, students, lecture, roomId } = await startLecture(t, server, 1);
    const [ann] = students;
    if (!ann) throw new Error('expected a student');
    for (const text of ['one', 'two']) await ask(ann, 'LiveChatTextMessage', { ...lecture, text });
    t.equal(await refusal(ann, 'ClearChat', lecture), 403);
    const cleared = { lectureId: lecture.lectureId, status: 200 };
    t.strictSame(await ask(teacher, 'ClearChat', lecture), cleared);
    t.match(await ann.client.next('ClearChat'), { receiver: `room/${roomId}`, data: cleared });
    t.same((await ask(ann, 'GetLiveChatMessages', lecture)).messages, []);
    await ask(teacher, 'ClearChat', lecture);
    const { entries } = await ask(teacher, 'GetAuditLog', { classUuid: lecture.classUuid });
    t.same(
      entries.map(({ action }) => action),
      ['clear-chat'],
      'an empty chat is not cleared',
    );
  });

  t.test('a repeated deletion gets the same reply', async (t) => {
    const { teacher, lecture } = await startLecture(t, server, 0);
    const { client } = teacher;
    const { message } = await ask(teacher, 'LiveChatTextMessage', { ...lecture, text: 'one' });
    for (const [type, data] of [
      ['DeleteLiveChatMessage', { ...lecture, messageId: message.messageId }],
      ['ClearChat', lecture],
    ] as const) {
      for (let i = 0; i < 2; i++) {
        client.send(type, data, { id: type });
        t.match(await client.next(undefined, ({ id }) => id === type), { type, data: { status: 200 } });
      }
    }
  });
});
