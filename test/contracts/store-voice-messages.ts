import type { Test } from 'tap';
import { chat, type MakeSubject, makeClassroom, nowhere, text } from './store-classroom.js';

/** Requirements for voice messages, for every store. */
export function voiceMessageContract(t: Test, make: MakeSubject): void {
  const setUp = async (t: Test) => {
    const made = await makeClassroom(t, make);
    const { store, lecture } = made;
    const message = { lectureId: lecture.id, senderId: 'student', dateStr: '9:41', text: text('spoken') };
    return { ...made, speak: (audio: { data: Uint8Array }) => store.addVoiceMessage({ ...message, audio }) };
  };

  t.test('a voice message is listed with the chat, without its audio', async (t) => {
    const made = await setUp(t);
    const { store, lecture, speak } = made;
    await chat(made, 'before');
    const described = { mimeType: 'audio/webm', duration: 1.25 };
    const { value } = await speak({ data: Buffer.from('all of it'), ...described });
    t.match(value, { senderName: 'Ann', text: { en: { result: 'spoken' } } });
    t.strictSame(value.audio, { ...described, bytes: 9 });
    await speak({ data: Buffer.from('bare') });
    await chat(made, 'after');
    const { items } = await store.chatMessages(lecture.id);
    t.strictSame(
      items.map(({ audio }) => audio),
      [undefined, value.audio, { bytes: 4 }, undefined],
    );
    t.strictSame(items[1], value);
  });

  t.test('the audio is read in parts, byte for byte', async (t) => {
    const { store, lecture, speak } = await setUp(t);
    const data = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
    const { value } = await speak({ data });
    const { messageId } = value;
    const part = async (offset: number, bytes: number) => {
      const found = await store.audioPart({ messageId, offset, bytes });
      t.match(found, { lectureId: lecture.id, bytes: 256 });
      return Buffer.from(found?.data ?? []);
    };
    t.same(await part(0, 1000), data);
    t.same(await part(0, 100), data.subarray(0, 100));
    t.same(await part(100, 100), data.subarray(100, 200));
    t.same(await part(200, 100), data.subarray(200));
    t.equal((await part(256, 100)).length, 0);
    t.equal(await store.audioPart({ messageId: nowhere, offset: 0, bytes: 1 }), undefined);
  });

  t.test('the audio is deleted with its message, with the chat and with the lecture', async (t) => {
    const { store, lecture, speak } = await setUp(t);
    const of = async (size: number) => (await speak({ data: Buffer.alloc(size) })).value.messageId;
    const [first, second] = [await of(1000), await of(200)];
    t.equal(await store.lectureAudioBytes(lecture.id), 1200);
    await store.deleteChatMessage({ messageId: first });
    t.equal(await store.lectureAudioBytes(lecture.id), 200);
    t.equal(await store.audioPart({ messageId: first, offset: 0, bytes: 1 }), undefined);
    await store.clearChat({ lectureId: lecture.id });
    t.equal(await store.audioPart({ messageId: second, offset: 0, bytes: 1 }), undefined);
    const third = await of(30);
    await store.deleteLecture({ id: lecture.id });
    t.equal(await store.audioPart({ messageId: third, offset: 0, bytes: 1 }), undefined);
    t.equal(await store.lectureAudioBytes(lecture.id), 0);
  });
}
