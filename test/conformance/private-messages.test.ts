import t, { type Test } from 'tap';
import { type Target, target } from '../helpers/conformance.js';
import { ask, type Person, person, refusal, startLecture } from '../helpers/test-class.js';

/** A lecture with two teachers and two students, one of whom has a second client in it. */
async function start(t: Test, server: Target) {
  const { teacher, students, lecture } = await startLecture(t, server, 3);
  const [coTeacher, ann, ben] = students;
  if (!coTeacher || !ann || !ben) throw new Error('expected three students');
  const { classUuid } = lecture;
  const role = { classUuid, userId: coTeacher.userId, memberType: 'instructor' } as const;
  await ask(teacher, 'SetMemberType', role);
  const onPhone = async (who: Person) => {
    const phone = await person(t, server, who.token);
    await ask(phone, 'JoinLecture', lecture);
    return phone;
  };
  return { teacher, coTeacher, ann, ben, annsPhone: await onPhone(ann), onPhone, lecture };
}

const texts = async (who: Person, lecture: { classUuid: string; lectureId: number }) =>
  (await ask(who, 'GetLiveChatMessages', lecture)).messages.map(({ text }) => text.en.result);

await target((server) => {
  t.test('LiveChatPrivateMessage: the teachers and the sender receive it on all clients', async (t) => {
    const { teacher, coTeacher, ann, ben, annsPhone, onPhone, lecture } = await start(t, server);
    const teachersPhone = await onPhone(teacher);
    const sent = await ask(ann, 'LiveChatPrivateMessage', { ...lecture, text: 'I feel unwell' });
    t.match(sent, { ...lecture, status: 200, message: { private: { userId: ann.userId } } });
    for (const { client, clientId } of [teacher, teachersPhone, coTeacher, annsPhone]) {
      const received = await client.next('LiveChatPrivateMessage');
      t.match(received, { sender: 'server', receiver: clientId });
      t.strictSame(received.data, sent);
      await client.none('LiveChatPrivateMessage');
    }
    await ann.client.none('LiveChatPrivateMessage');
    await ask(ann, 'LiveChatTextMessage', { ...lecture, text: 'Hello' });
    await ben.client.next('LiveChatTextMessage');
    await ben.client.none('LiveChatPrivateMessage');
    for (const reader of [teacher, coTeacher, ann]) {
      t.same(await texts(reader, lecture), ['I feel unwell', 'Hello']);
    }
    t.same(await texts(ben, lecture), ['Hello'], 'others cannot read it later');
  });

  t.test('LiveChatPrivateMessage: a teacher answers one student', async (t) => {
    const { teacher, coTeacher, ann, ben, annsPhone, lecture } = await start(t, server);
    const answer = { ...lecture, text: 'Take a break', userId: ann.userId };
    t.equal(await refusal(ben, 'LiveChatPrivateMessage', answer), 403);
    t.equal(await refusal(teacher, 'LiveChatPrivateMessage', { ...answer, userId: 'nobody' }), 404);
    const { message } = await ask(teacher, 'LiveChatPrivateMessage', answer);
    t.match(message, { senderId: teacher.userId, private: { userId: ann.userId } });
    for (const { client } of [coTeacher, ann, annsPhone]) {
      t.strictSame((await client.next('LiveChatPrivateMessage')).data, { ...lecture, message, status: 200 });
    }
    await ben.client.none('LiveChatPrivateMessage');
    t.same(await texts(ann, lecture), ['Take a break']);
    t.same(await texts(ben, lecture), []);
    // A teacher without a student writes to the other teachers.
    await ask(teacher, 'LiveChatPrivateMessage', { ...lecture, text: 'Ann is unwell' });
    t.match((await coTeacher.client.next('LiveChatPrivateMessage')).data, {
      message: { text: { en: { result: 'Ann is unwell' } } },
    });
    t.same(await texts(ann, lecture), ['Take a break']);
    const role = { classUuid: lecture.classUuid, userId: teacher.userId, memberType: 'student' } as const;
    await ask(coTeacher, 'SetMemberType', role);
    t.same(await texts(teacher, lecture), ['Take a break', 'Ann is unwell'], 'what one has written stays');
    await ask(ben, 'LiveChatPrivateMessage', { ...lecture, text: 'So am I' });
    t.same(
      await texts(teacher, lecture),
      ['Take a break', 'Ann is unwell'],
      'who no longer teaches reads no more',
    );
  });

  t.test('LiveChatPrivateMessage: a repeated request is stored and delivered once', async (t) => {
    const { teacher, ann, lecture } = await start(t, server);
    const data = { ...lecture, text: 'once' };
    const first = await ann.client.request('LiveChatPrivateMessage', data, { id: 7 });
    const again = await ann.client.request('LiveChatPrivateMessage', data, { id: 7 });
    t.same(again.data, first.data);
    await teacher.client.next('LiveChatPrivateMessage');
    await ask(ann, 'LiveChatPrivateMessage', { ...lecture, text: 'twice' });
    t.match((await teacher.client.next('LiveChatPrivateMessage')).data, {
      message: { text: { en: { result: 'twice' } } },
    });
    t.same(await texts(teacher, lecture), ['once', 'twice']);
  });

  t.test('private messages are deleted like all others', async (t) => {
    const { teacher, ann, ben, lecture } = await start(t, server);
    const say = async (text: string) =>
      (await ask(ann, 'LiveChatPrivateMessage', { ...lecture, text })).message.messageId;
    const [first, second] = [await say('one'), await say('two')];
    await say('three');
    t.equal(await refusal(ben, 'DeleteLiveChatMessage', { ...lecture, messageId: first }), 403);
    await ask(ann, 'DeleteLiveChatMessage', { ...lecture, messageId: first });
    await ask(teacher, 'DeleteLiveChatMessage', { ...lecture, messageId: second });
    t.same(await texts(ann, lecture), ['three']);
    await ask(teacher, 'ClearChat', lecture);
    t.same(await texts(teacher, lecture), []);
  });

  t.test('private messages are for the members of the class', async (t) => {
    const { lecture } = await startLecture(t, server, 0);
    const stranger = await person(t, server);
    t.equal(await refusal(stranger, 'LiveChatPrivateMessage', { ...lecture, text: 'hello' }), 403);
  });
});
