import t, { type Test } from 'tap';
import { lectern } from '../../cli/command.js';
import { Target } from '../../helpers/conformance.js';
import { ask, person, startLecture } from '../../helpers/test-class.js';

/** A server in a process of its own, on a data folder that outlives it. */
async function serve(t: Test, data: string, options: string[] = []) {
  const command = lectern(t, ['serve', '--port', '0', '--data', data, ...options]);
  const [, url = ''] = await command.shows(/^ +(http:\S+)/m);
  return { command, server: new Target(url) };
}

t.test('acknowledged changes survive a kill, and a live lecture does not stay live', async (t) => {
  const data = t.testdir({});
  const before = await serve(t, data);
  const { teacher, students, lecture } = await startLecture(t, before.server, 1);
  const [student] = students;
  if (!student) throw new Error('expected a student');
  await ask(teacher, 'SetLectureLiveStatus', { ...lecture, status: true });
  await ask(teacher, 'SelectVideo', { ...lecture, selectedVideoIdx: 1 });
  const { message } = await ask(student, 'LiveChatTextMessage', { ...lecture, text: 'remember me' });
  const { marker } = await ask(student, 'CreateMarker', {
    ...lecture,
    marker: { markerType: 'Question', videoIndex: 0, time: 3 },
  });
  before.command.signal('SIGKILL');
  await before.command.outcome;

  // Without time for reconnecting, the server ends the abandoned lecture immediately.
  const { server } = await serve(t, data, ['--reconnection-timeout', '0']);
  const again = await person(t, server, student.token);
  t.equal(again.userId, student.userId, 'the same user');
  t.equal((await ask(again, 'GetClasses', undefined)).classes.length, 1);
  let joined = await ask(again, 'JoinLecture', lecture);
  if (joined.lecture.isLive) {
    // The server ends it after its start, perhaps only now.
    await again.client.next('SetLectureLiveStatus');
    joined = await ask(again, 'JoinLecture', lecture);
  }
  t.match(joined.lecture, { lectureName: 'Numbers', isLive: false, videoIdx: 0 });
  t.same((await ask(again, 'GetLiveChatMessages', lecture)).messages, [message]);
  t.same((await ask(again, 'GetMarkers', { ...lecture, videoIndex: 0 })).markers, [marker]);
});
