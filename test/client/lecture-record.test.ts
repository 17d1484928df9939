import { Lecture, type LectureRecord, lectureCsv, lectureMarkdown, type SavedMessage } from 'lectern-client';
import t from 'tap';
import { startServer } from '../helpers/server.js';
import { online } from './online.js';

const message = (text: string, given: Partial<SavedMessage> = {}): SavedMessage => ({
  messageId: 1,
  dateStr: '2026-11-21T10:00:00.000Z',
  senderId: 'u1',
  senderName: 'Ada',
  text: { en: { result: text, status: 200 }, ko: { result: `${text}요`, status: 200 } },
  ...given,
});

const record: LectureRecord = {
  lectureName: 'Numbers *1*',
  lectureDate: '2026-11-21',
  chat: [
    message('=1+1', { senderName: 'Kim, Min' }),
    message('Voice message', { senderId: 'u2', senderName: 'Bo', audio: { bytes: 9, duration: 4.6 } }),
  ],
  markers: [
    {
      id: 7,
      markerType: 'Question',
      time: 73.2,
      videoIndex: 0,
      creatorId: 'u2',
      creatorName: 'Bo',
      votes: 2,
      answered: true,
      messages: [message('Why?', { senderId: 'u2', senderName: 'Bo' }), message('# Because\n\n<b>1.</b>')],
    },
    {
      id: 8,
      markerType: 'Discussion',
      time: 5,
      videoIndex: 1,
      creatorId: 'u2',
      creatorName: 'Bo',
      messages: [message('First')],
    },
  ],
};

t.test('a record as CSV: chat, questions, replies; no cell is a formula', async (t) => {
  const [bom, ...rows] = lectureCsv(record, ['en']).split(/(?<=^\ufeff)|\r\n/);
  t.equal(bom, '\ufeff');
  t.same(rows, [
    '"Type","Time","Name","User ID","Text (English)","Thread","Video","Seconds","Votes","Answered"',
    `"Chat","2026-11-21T10:00:00.000Z","Kim, Min","u1","'=1+1","","","","",""`,
    '"Voice message","2026-11-21T10:00:00.000Z","Bo","u2","Voice message","","","","",""',
    '"Question","2026-11-21T10:00:00.000Z","Bo","u2","Why?","7","1","73.2","2","yes"',
    '"Reply","2026-11-21T10:00:00.000Z","Ada","u1","# Because\n\n<b>1.</b>","7","1","73.2","",""',
    '"Discussion","","Bo","u2","","8","2","5","",""',
    '"Reply","2026-11-21T10:00:00.000Z","Ada","u1","First","8","2","5","",""',
    '',
  ]);
  const both = lectureCsv(record, ['ko', 'en']).split('\r\n');
  t.match(both[0], '"User ID","Text (Korean)","Text (English)","Thread"');
  t.match(both[3], '"u2","Why?요","Why?","7"');
});

t.test('a record as Markdown: what people wrote has no markup', async (t) => {
  t.equal(
    lectureMarkdown(record, ['en']),
    `# Numbers \\*1\\*

2026-11-21

## Chat

**Kim, Min** · 2026-11-21T10:00:00.000Z

> \\=1+1

**Bo** · 2026-11-21T10:00:00.000Z · voice message, 0:05

## Questions and discussions

### Question · by Bo · video 1 · 1:13 · 2 votes · answered

**Bo** · 2026-11-21T10:00:00.000Z

> Why?

**Ada** · 2026-11-21T10:00:00.000Z

> \\# Because
>
> \\<b\\>1.\\</b\\>

### Discussion · by Bo · video 2 · 0:05

**Ada** · 2026-11-21T10:00:00.000Z

> First
`,
  );
  const short = { ...record, chat: [message('1. one\r\n  - two')], markers: [] };
  t.match(lectureMarkdown(short, ['en']), '\n> 1\\. one\\\n> \\- two\n');
  t.match(lectureMarkdown({ ...short, chat: [] }, ['en']), 'No messages.');
  const same = message('hi', {
    text: { en: { result: 'hi', status: 200 }, ko: { result: 'hi', status: 200 } },
  });
  t.equal(lectureMarkdown({ ...short, chat: [same] }, ['en', 'ko']).match(/> hi/g)?.length, 1, 'once');
});

t.test('the record has all pages of the public chat, of the questions and their threads', async (t) => {
  const { url } = await startServer(t, { pageBytes: 1024, chatRate: 1000, chatBurst: 1000 });
  const teacher = await online(t, url);
  const { class: made } = (await teacher.request('CreateClass', { title: 'Algebra' })).data;
  const given = { classUuid: made.uuid, lectureDate: '2026-11-21', playlist: 'a.mp4, b.mp4' };
  const create = async (lectureName: string): Promise<Lecture> => {
    const { lecture } = (await teacher.request('CreateLecture', { ...given, lectureName })).data;
    return new Lecture(teacher, { classUuid: made.uuid, lectureId: lecture.id });
  };
  const lecture = await create('Numbers');
  await create('Fractions');
  await lecture.join();
  const texts = Array.from({ length: 9 }, (_, index) => `${index} ${'x'.repeat(200)}`);
  await lecture.sayPrivately('Only for teachers');
  for (const text of texts) await lecture.say(text);
  const late = await lecture.createMarker({ markerType: 'Discussion', videoIndex: 1, time: 1 });
  const early = await lecture.createMarker({ markerType: 'Question', videoIndex: 0, time: 9 });
  for (const text of texts) await lecture.writeAtMarker(early.id, text);
  t.ok((await lecture.chat({ limit: 200 })).before, 'more than one page');

  const { chat, markers, ...about } = await lecture.record();
  const written = (messages: readonly SavedMessage[]) => messages.map(({ text }) => text.en.result);
  t.strictSame(about, { lectureName: 'Numbers', lectureDate: '2026-11-21' });
  t.strictSame(written(chat), texts);
  t.strictSame(
    markers.map(({ id, messages }) => [id, written(messages)]),
    [
      [early.id, texts],
      [late.id, []],
    ],
  );
  await lecture.delete();
  await t.rejects(lecture.record(), { code: 'not-found' });
});
