import t from 'tap';
import { Target } from '../../helpers/conformance.js';
import { startServer } from '../../helpers/server.js';
import { ask, person, startLecture } from '../../helpers/test-class.js';

t.test('a page of messages has a maximum size, and the next page continues it', async (t) => {
  const pageBytes = 4096;
  const server = new Target((await startServer(t, { pageBytes })).url);
  const { teacher, lecture } = await startLecture(t, server, 0);
  const texts = Array.from({ length: 6 }, (_, i) => `${i}${'x'.repeat(700)}`);
  for (const text of texts) await ask(teacher, 'LiveChatTextMessage', { ...lecture, text });
  const read: string[] = [];
  let pages = 0;
  for (let before: number | undefined; pages === 0 || before !== undefined; pages++) {
    const page = await ask(teacher, 'GetLiveChatMessages', { ...lecture, ...(before && { before }) });
    t.ok(Buffer.byteLength(JSON.stringify(page.messages)) < pageBytes + 100);
    read.unshift(...page.messages.map(({ text }) => text.en.result));
    before = page.before;
  }
  t.same(read, texts, 'each message once, in order');
  t.ok(pages > 1);
});

t.test('a message that is larger than a page is a page of its own', async (t) => {
  const server = new Target((await startServer(t, { pageBytes: 1024 })).url);
  const { teacher, lecture } = await startLecture(t, server, 0);
  for (const text of ['a', 'b']) {
    await ask(teacher, 'LiveChatTextMessage', { ...lecture, text: text.repeat(2000) });
  }
  const newest = await ask(teacher, 'GetLiveChatMessages', lecture);
  t.match(newest.messages, [{ text: { en: { result: /^b+$/ } } }]);
  t.equal(newest.messages.length, 1);
  const { before } = newest;
  if (before === undefined) throw new Error('expected another page');
  t.match((await ask(teacher, 'GetLiveChatMessages', { ...lecture, before })).messages, [
    { text: { en: { result: /^a+$/ } } },
  ]);
});

t.test('what a lecture broadcasts when people join has a rate, and the last list is complete', async (t) => {
  const perSecond = 2048;
  const start = performance.now();
  const server = new Target((await startServer(t, { roomListBytes: perSecond })).url);
  const { teacher, students, lecture } = await startLecture(t, server, 3);
  const late = await Promise.all(Array.from({ length: 3 }, () => person(t, server)));
  for (const each of late) {
    await ask(each, 'EnrollClass', { classUuid: lecture.classUuid });
    await ask(each, 'JoinLecture', lecture);
  }
  const everyone = [teacher, ...students, ...late];
  for (const { client } of everyone) {
    await client.next(
      'GetActiveLectureMember',
      ({ data }) => 'members' in data && data.members.length === everyone.length,
    );
  }
  const seconds = (performance.now() - start) / 1000;
  const sizes = (kind: string) =>
    everyone.flatMap(({ client }) =>
      client.frames
        .filter((frame) => {
          const { type, receiver } = JSON.parse(frame);
          return type === kind && receiver.startsWith('room/');
        })
        .map((frame) => frame.length),
    );
  const kinds = ['JoinLecture', 'GetActiveLectureMember'].map(sizes);
  const sent = kinds.flat().reduce((sum, size) => sum + size, 0);
  // The last broadcast of each kind can exceed the rate.
  const last = kinds.reduce((sum, each) => sum + Math.max(0, ...each), 0) * everyone.length;
  t.ok(sent <= (2 + seconds) * perSecond + last, `${sent} bytes in ${seconds} s`);
});
