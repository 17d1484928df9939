import type { Test } from 'tap';
import { chat, type MakeSubject, makeClassroom, refused, said, text } from './store-classroom.js';

/** Requirements for private messages of chats, for every store. */
export function privateMessageContract(t: Test, make: MakeSubject): void {
  t.test(
    'private messages are read by their sender, by whom they are for, and with all others',
    async (t) => {
      const made = await makeClassroom(t, make);
      const { store, lecture } = made;
      await store.saveUser({ id: 'other', name: 'Ben' });
      const whisper = (words: string, senderId: string, privateWith: string) =>
        store.addChatMessage({
          lectureId: lecture.id,
          senderId,
          privateWith,
          dateStr: '9:41',
          text: text(words),
        });
      await chat(made, 'to all');
      const { value } = await whisper('question', 'student', 'student');
      t.strictSame(value.private, { id: 'student', name: 'Ann' });
      await whisper('answer', 'teacher', 'student');
      await whisper('word', 'other', 'other');
      const { items } = await store.chatMessages(lecture.id);
      t.strictSame(
        items.map((message) => message.private?.name),
        [undefined, 'Ann', 'Ann', 'Ben'],
      );
      t.strictSame(items[1], value);
      const readBy = async (readerId: string) => said(await store.chatMessages(lecture.id, { readerId }));
      t.same(await readBy('student'), ['to all', 'question', 'answer']);
      t.same(await readBy('other'), ['to all', 'word']);
      t.same(await readBy('teacher'), ['to all', 'answer']);
      const newest = await store.chatMessages(lecture.id, { readerId: 'other', limit: 1 });
      t.same(said(newest), ['word']);
      const older = await store.chatMessages(lecture.id, {
        readerId: 'other',
        limit: 1,
        before: newest.before,
      });
      t.same([said(older), older.before], [['to all'], undefined], 'pages have no gaps');
      await store.saveUser({ id: 'student', name: 'Anna' });
      t.match((await store.chatMessages(lecture.id)).items[2], { private: { name: 'Anna' } });
      await refused(t, 'not-found', whisper('word', 'teacher', 'nobody'));
    },
  );
}
