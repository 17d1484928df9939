import t from 'tap';
import { target } from '../helpers/conformance.js';
import { ask, person, refusal, startLecture } from '../helpers/test-class.js';

await target((server) => {
  t.test('only the instructor controls playback', async (t) => {
    const { students, lecture } = await startLecture(t, server, 1);
    const [student] = students;
    if (!student) throw new Error('expected a student');
    t.equal(await refusal(student, 'InstructorPlay', lecture), 403);
    t.equal(await refusal(student, 'InstructorPause', lecture), 403);
    t.equal(await refusal(student, 'InstructorTimeChange', { ...lecture, newtime: 3 }), 403);
    t.equal(await refusal(student, 'SelectVideo', { ...lecture, selectedVideoIdx: 1 }), 403);
  });

  t.test('the others receive every change, the instructor does not', async (t) => {
    const { teacher, students, lecture } = await startLecture(t, server, 1);
    const [student] = students;
    if (!student) throw new Error('expected a student');
    teacher.client.send('InstructorTimeChange', { ...lecture, newtime: 30 });
    t.match((await student.client.next('InstructorTimeChange')).data, {
      newtime: 30,
      playback: { videoIdx: 0, position: 30, rate: 1, playing: false },
    });
    teacher.client.send('InstructorPlay', lecture);
    t.match((await student.client.next('InstructorPlay')).data, { playback: { playing: true } });
    teacher.client.send('InstructorTimeChange', { ...lecture, newtime: 10, rate: 1.5 });
    t.match((await student.client.next('InstructorTimeChange')).data, {
      playback: { position: 10, rate: 1.5, playing: true },
    });
    teacher.client.send('InstructorPause', lecture);
    const { data } = await student.client.next('InstructorPause');
    if (!('playback' in data)) throw new Error('refused');
    t.notOk(data.playback.playing);
    t.ok(data.playback.position >= 10, 'it has advanced since');
    for (const type of ['InstructorTimeChange', 'InstructorPlay', 'InstructorPause'] as const) {
      await teacher.client.none(type);
    }
  });

  t.test('members that the server does not know are ignored and not passed on', async (t) => {
    const { teacher, students, lecture } = await startLecture(t, server, 1);
    const [student] = students;
    if (!student) throw new Error('expected a student');
    // LiveClass sends the position with these.
    teacher.client.raw(
      JSON.stringify({ type: 'InstructorPlay', data: { ...lecture, newtime: 30, state: { of: 'player' } } }),
    );
    const { data } = await student.client.next('InstructorPlay');
    t.same(Object.keys(data), ['playback']);
    const marker = { markerType: 'Question', videoIndex: 0, time: 3, title: 'Sums', id: 9 };
    teacher.client.raw(JSON.stringify({ type: 'CreateMarker', data: { ...lecture, marker, now: true } }));
    const created = (await student.client.next('CreateMarker')).data;
    t.match(created, { marker: { markerType: 'Question', time: 3 } });
    t.notMatch(created, { marker: { title: 'Sums' } });
  });

  t.test('another video begins at its beginning, and every client is informed once', async (t) => {
    const { teacher, students, lecture } = await startLecture(t, server, 1);
    const [student] = students;
    if (!student) throw new Error('expected a student');
    await teacher.client.request('InstructorTimeChange', { ...lecture, newtime: 30 });
    const chosen = await ask(teacher, 'SelectVideo', { ...lecture, selectedVideoIdx: 1 });
    t.match(chosen, { selectedVideoIdx: 1, playback: { videoIdx: 1, position: 0 } });
    t.match((await student.client.next('SelectVideo')).data, { selectedVideoIdx: 1 });
    await teacher.client.none('SelectVideo');
  });

  t.test('a client that joins late can compute the current position', async (t) => {
    const { teacher, lecture } = await startLecture(t, server, 0);
    await teacher.client.request('InstructorTimeChange', { ...lecture, newtime: 100 });
    await teacher.client.request('InstructorPlay', lecture);
    const late = await person(t, server, teacher.token);
    const { playback } = await ask(late, 'JoinLecture', lecture);
    const { t1 } = await ask(late, 'SyncClock', { t0: 0 });
    t.ok(playback.playing);
    const position = playback.position + ((t1 - playback.at) / 1000) * playback.rate;
    t.ok(position >= 100 && position < 160, `computed ${position}`);
  });

  t.test('the clocks can be synchronized', async (t) => {
    const someone = await person(t, server);
    const first = await ask(someone, 'SyncClock', { t0: 12.5 });
    const second = await ask(someone, 'SyncClock', { t0: 13.5 });
    t.equal(first.t0, 12.5);
    t.ok(
      first.t1 <= first.t2 && first.t2 <= second.t1 && second.t1 <= second.t2,
      'the server’s clock advances',
    );
  });
});
