import t from 'tap';
import { target } from '../helpers/conformance.js';
import { ask, person, refusal, startLecture } from '../helpers/test-class.js';

await target((server) => {
  t.test('a chat message reaches the room once, including the sender', async (t) => {
    const { teacher, students, lecture } = await startLecture(t, server, 1);
    const [student] = students;
    if (!student) throw new Error('expected a student');
    const { message } = await ask(student, 'LiveChatTextMessage', { ...lecture, text: '안녕하세요' });
    t.match(message, { senderId: student.userId, text: { ko: { result: '안녕하세요' } } });
    t.ok(Date.parse(message.dateStr));
    t.match((await teacher.client.next('LiveChatTextMessage')).data, {
      message: { messageId: message.messageId },
    });
    await student.client.none('LiveChatTextMessage');
    await teacher.client.none('LiveChatTextMessage');
  });

  t.test('a repeated message is stored and delivered once', async (t) => {
    const { teacher, students, lecture } = await startLecture(t, server, 1);
    const [student] = students;
    if (!student) throw new Error('expected a student');
    const data = { ...lecture, text: 'once' };
    const first = await student.client.request('LiveChatTextMessage', data, { id: 7 });
    const again = await student.client.request('LiveChatTextMessage', data, { id: 7 });
    t.same(again.data, first.data);
    await teacher.client.next('LiveChatTextMessage');
    await teacher.client.none('LiveChatTextMessage');
    t.equal((await ask(teacher, 'GetLiveChatMessages', lecture)).messages.length, 1);
  });

  t.test('the chat is read in pages, the newest first', async (t) => {
    const { teacher, lecture } = await startLecture(t, server, 0);
    for (const text of ['1', '2', '3', '4', '5'])
      await ask(teacher, 'LiveChatTextMessage', { ...lecture, text });
    const read = async (before?: number) => {
      const page = await ask(teacher, 'GetLiveChatMessages', {
        ...lecture,
        limit: 2,
        ...(before ? { before } : {}),
      });
      return { texts: page.messages.map(({ text }) => text.en.result), before: page.before };
    };
    const newest = await read();
    t.same(newest.texts, ['4', '5']);
    const older = await read(newest.before);
    t.same(older.texts, ['2', '3']);
    const oldest = await read(older.before);
    t.same(oldest, { texts: ['1'], before: undefined });
  });

  t.test('reactions are added up for the room', async (t) => {
    const { teacher, students, lecture } = await startLecture(t, server, 2);
    for (const reaction of ['clap', 'clap', 'heart'] as const) {
      for (const { client } of students) client.send('Reaction', { ...lecture, reaction });
    }
    const counts = { clap: 0, heart: 0 };
    while (counts.clap < 4 || counts.heart < 2) {
      const { data } = await teacher.client.next('Reactions');
      for (const { reaction, count } of data.reactions) counts[reaction as 'clap' | 'heart'] += count;
    }
    t.same(counts, { clap: 4, heart: 2 });
    const stranger = await person(t, server);
    const answer = await stranger.client.request('Reaction', { ...lecture, reaction: 'wow' });
    t.match(answer, { type: 'error', data: { code: 'forbidden', of: 'Reaction' } });
  });

  t.test(
    'a client that joins learns the translation provider; without one, texts are the same in both languages',
    async (t) => {
      const { teacher, lecture } = await startLecture(t, server, 0);
      const { translator } = await ask(teacher, 'JoinLecture', lecture);
      const { message } = await ask(teacher, 'LiveChatTextMessage', { ...lecture, text: '안녕하세요' });
      const itself = { result: '안녕하세요', status: 200 };
      if (translator === undefined) t.same(message.text, { ko: itself, en: itself });
      else t.ok(translator);
    },
  );

  t.test('chat is for the members of the class', async (t) => {
    const { lecture } = await startLecture(t, server, 0);
    const stranger = await person(t, server);
    t.equal(await refusal(stranger, 'LiveChatTextMessage', { ...lecture, text: 'hello' }), 403);
    t.equal(await refusal(stranger, 'GetLiveChatMessages', lecture), 403);
    t.equal(await refusal(stranger, 'LiveChatAudioMessage', { ...lecture, arrayBuffer: 'AAEC' }), 403);
  });
});
