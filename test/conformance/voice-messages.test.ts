import t from 'tap';
import { target } from '../helpers/conformance.js';
import { ask, person, refusal, startLecture } from '../helpers/test-class.js';

const spoken = Buffer.from('a few words').toString('base64');

await target((server) => {
  t.test('a voice message reaches the others, and is stored with the chat', async (t) => {
    const { teacher, students, lecture, roomId } = await startLecture(t, server, 1);
    const [student] = students;
    if (!student) throw new Error('expected a student');
    const described = { mimeType: 'audio/webm', duration: 1.5 };
    const data = { ...lecture, arrayBuffer: spoken, ...described };
    const reply = await student.client.request('LiveChatAudioMessage', data);
    t.match(reply, { type: 'LiveChatAudioSaved', data: { status: 200 } });
    const { message } = reply.data as { message: { messageId: number } };
    t.match(message, { senderId: student.userId, text: { en: { result: 'Voice message' } } });
    const saved = { receiver: `room/${roomId}`, data: { message } };
    t.match(await teacher.client.next('LiveChatAudioSaved'), saved);
    t.match(await student.client.next('LiveChatAudioSaved'), saved, 'the sender as well');
    const { messageId } = message;
    t.same((await teacher.client.next('LiveChatAudioMessage')).data, {
      senderId: student.userId,
      arrayBuffer: spoken,
      messageId,
    });
    await student.client.none('LiveChatAudioMessage');
    const { messages } = await ask(teacher, 'GetLiveChatMessages', lecture);
    t.same(messages, [message]);
    t.match(messages, [{ audio: { ...described, bytes: 11 } }]);
    const audio = await ask(teacher, 'GetLiveChatAudio', { ...lecture, messageId });
    t.same(audio, { messageId, arrayBuffer: spoken, status: 200 });
  });

  t.test('the largest voice message is read in parts', async (t) => {
    const { teacher, students, lecture } = await startLecture(t, server, 1);
    const [student] = students;
    if (!student) throw new Error('expected a student');
    const bytes = Buffer.alloc(1024 * 1024, 'ten bytes.');
    const large = bytes.toString('base64');
    student.client.send('LiveChatAudioMessage', { ...lecture, arrayBuffer: large });
    t.match((await teacher.client.next('LiveChatAudioMessage')).data, { arrayBuffer: large });
    const [message] = (await ask(teacher, 'GetLiveChatMessages', lecture)).messages;
    const messageId = message?.messageId ?? 0;
    let offset: number | undefined = 0;
    const parts: string[] = [];
    while (offset !== undefined) {
      const part: { arrayBuffer: string; next?: number } = await ask(student, 'GetLiveChatAudio', {
        ...lecture,
        messageId,
        offset,
      });
      parts.push(part.arrayBuffer);
      offset = part.next;
    }
    t.ok(parts.length > 1, `${parts.length} parts`);
    t.ok(Buffer.from(parts.join(''), 'base64').equals(bytes));
  });

  t.test('a repeated voice message is stored and delivered once', async (t) => {
    const { teacher, lecture, students } = await startLecture(t, server, 1);
    const [student] = students;
    const data = { ...lecture, arrayBuffer: spoken };
    const first = await student?.client.request('LiveChatAudioMessage', data, { id: 7 });
    const again = await student?.client.request('LiveChatAudioMessage', data, { id: 7 });
    t.same(again?.data, first?.data);
    await teacher.client.next('LiveChatAudioMessage');
    await teacher.client.none('LiveChatAudioMessage');
    t.equal((await ask(teacher, 'GetLiveChatMessages', lecture)).messages.length, 1);
  });

  t.test('the audio is for the members of its class, and is deleted with its message', async (t) => {
    const { teacher, lecture } = await startLecture(t, server, 0);
    const { teacher: other, lecture: elsewhere } = await startLecture(t, server, 0);
    await teacher.client.request('LiveChatAudioMessage', { ...lecture, arrayBuffer: spoken });
    const { message: written } = await ask(teacher, 'LiveChatTextMessage', { ...lecture, text: 'written' });
    const [message] = (await ask(teacher, 'GetLiveChatMessages', lecture)).messages;
    const messageId = message?.messageId ?? 0;
    const audio = { ...lecture, messageId };
    t.equal(await refusal(await person(t, server), 'GetLiveChatAudio', audio), 403);
    t.equal(await refusal(other, 'GetLiveChatAudio', { ...elsewhere, messageId }), 404);
    t.equal(await refusal(teacher, 'GetLiveChatAudio', { ...audio, messageId: written.messageId }), 404);
    await ask(teacher, 'DeleteLiveChatMessage', audio);
    t.equal(await refusal(teacher, 'GetLiveChatAudio', audio), 404);
  });
});
