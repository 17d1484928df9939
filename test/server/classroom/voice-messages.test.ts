import t, { type Test } from 'tap';
import type { Options } from '../../../server/options.js';
import { Target } from '../../helpers/conformance.js';
import { startServer } from '../../helpers/server.js';
import { ask, startLecture } from '../../helpers/test-class.js';

const KIB = 1024;

/** Starts a server with a lecture. Returns how its student speaks. */
async function open(t: Test, options: Partial<Options>) {
  const { url } = await startServer(t, options);
  const { teacher, students, lecture } = await startLecture(t, new Target(url), 1);
  const [student] = students;
  if (!student) throw new Error('expected a student');
  return {
    url,
    teacher,
    lecture,
    async speak(bytes: number) {
      const arrayBuffer = Buffer.alloc(bytes).toString('base64');
      const { data } = await student.client.request('LiveChatAudioMessage', { ...lecture, arrayBuffer });
      const heard = await teacher.client.next('LiveChatAudioMessage');
      t.match(heard.data, { senderId: student.userId, arrayBuffer }, 'the others hear it');
      return data;
    },
  };
}

t.test('beyond the bytes of its lecture, a voice message is delivered and not stored', async (t) => {
  const { url, teacher, lecture, speak } = await open(t, { lectureAudioBytes: 10 * KIB });
  t.match(await speak(6 * KIB), { status: 200 });
  t.same(await speak(6 * KIB), { status: 202, full: 'lecture' });
  t.match(await speak(3 * KIB), { status: 200 }, 'a shorter one fits');
  const { messages } = await ask(teacher, 'GetLiveChatMessages', lecture);
  t.match(messages, [{ audio: { bytes: 6 * KIB } }, { audio: { bytes: 3 * KIB } }]);
  await ask(teacher, 'ClearChat', lecture);
  t.match(await speak(6 * KIB), { status: 200 }, 'deletion makes space');
  const metrics = await (await fetch(`${url}/metrics`)).text();
  t.match(metrics, /lectern_budget_refusals_total\{budget="lecture_audio_bytes"\} 1/);
});

for (const option of ['userAudioRate', 'addressAudioRate'] as const) {
  t.test(`beyond ${option}, a voice message is delivered and not stored`, async (t) => {
    const { url, teacher, lecture, speak } = await open(t, { [option]: 10 * KIB });
    t.match(await speak(6 * KIB), { status: 200 });
    // Guests who spoke before continue beyond the amount of their address.
    if (option === 'addressAudioRate')
      for (let i = 0; i < 4; i++) t.match(await speak(6 * KIB), { status: 200 });
    t.same(await speak(6 * KIB), { status: 202, full: 'day' });
    t.match(await ask(teacher, 'LiveChatTextMessage', { ...lecture, text: 'texts are not affected' }), {
      status: 200,
    });
    const metrics = await (await fetch(`${url}/metrics`)).text();
    t.match(metrics, /lectern_budget_refusals_total\{budget="stored_audio_bytes_per_day"\} 1/);
  });
}
