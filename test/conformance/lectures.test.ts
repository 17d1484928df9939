import t from 'tap';
import { upgradeStatus } from '../helpers/client.js';
import { target } from '../helpers/conformance.js';
import { ask, createClass, person, refusal, startLecture } from '../helpers/test-class.js';

const given = (classUuid: string) => ({
  classUuid,
  lectureDate: '2026-11-21',
  lectureName: 'Numbers',
  playlist: 'media/sample.mp4',
});

await target((server) => {
  t.test('only the instructor creates lectures, and the class room is informed', async (t) => {
    const { teacher, students, classUuid } = await createClass(t, server, 1);
    const [student] = students;
    if (!student) throw new Error('expected a student');
    await ask(student, 'JoinClass', { classUuid });
    t.equal(await refusal(student, 'CreateLecture', given(classUuid)), 403);
    t.equal(await refusal(await person(t, server), 'CreateLecture', given(classUuid)), 403);
    const { lecture } = await ask(teacher, 'CreateLecture', given(classUuid));
    t.match(lecture, { ...given(classUuid), isLive: false, videoIdx: 0, participants: [] });
    t.match((await student.client.next('CreateLecture')).data, { lecture: { id: lecture.id } });
    t.same(
      (await ask(student, 'GetLectures', { classUuid })).lectures,
      [{ ...lecture, playlist: '' }],
      'a list contains no playlists',
    );
  });

  t.test('a lecture can have an empty playlist', async (t) => {
    const { teacher, classUuid } = await createClass(t, server, 0);
    const { lecture } = await ask(teacher, 'CreateLecture', { ...given(classUuid), playlist: '' });
    const joined = await ask(teacher, 'JoinLecture', { classUuid, lectureId: lecture.id });
    t.match(joined, { lecture: { playlist: '' }, playback: { videoIdx: 0, position: 0, playing: false } });
  });

  t.test('a client that joins gets a reply, and the room is informed of it once', async (t) => {
    const { teacher, students, lecture } = await startLecture(t, server, 1);
    const [student] = students;
    if (!student) throw new Error('expected a student');
    const again = await ask(student, 'JoinLecture', lecture);
    t.match(again.user, { userId: student.userId, memberType: 'student', connected: true });
    t.match(again.playback, { videoIdx: 0, position: 0, playing: false });
    await teacher.client.none('JoinLecture');
    const late = await person(t, server);
    t.equal(await refusal(late, 'JoinLecture', lecture), 403);
    await ask(late, 'EnrollClass', { classUuid: lecture.classUuid });
    await ask(late, 'JoinLecture', lecture);
    t.match((await teacher.client.next('JoinLecture')).data, { user: { userId: late.userId } });
  });

  t.test('the lecture room is a chat room that only JoinLecture admits to', async (t) => {
    const { teacher, students, roomId } = await startLecture(t, server, 1);
    const [student] = students;
    if (!student) throw new Error('expected a student');
    student.client.send('text', { from: 'S', time: 1, text: 'hello' }, { receiver: `room/${roomId}` });
    t.match(await teacher.client.next('text'), { sender: student.clientId, receiver: `room/${roomId}` });
    student.client.send('offer', 'v=0', { receiver: teacher.clientId });
    t.match(await teacher.client.next('offer'), { sender: student.clientId, data: 'v=0' });
    t.not(await upgradeStatus(t, server.endpoint(roomId)), 101);
  });

  t.test('a client that leaves a lecture, by message or by disconnecting, is removed from it', async (t) => {
    const { teacher, students, lecture, roomId } = await startLecture(t, server, 2);
    const [first, second] = students;
    if (!first || !second) throw new Error('expected two students');
    const left = (count: number) =>
      teacher.client.next(
        'GetActiveLectureMember',
        ({ data }) => 'members' in data && data.members.length === count,
      );
    first.client.send('ExitLecture', lecture);
    await left(2);
    await first.client.drain();
    first.client.send('text', { from: 'S', time: 1, text: 'still here?' }, { receiver: `room/${roomId}` });
    t.equal((await first.client.next('error')).data.code, 'not-in-room');
    second.client.terminate();
    await left(1);
    t.match((await ask(teacher, 'GetActiveLectureMember', lecture)).members, [{ userId: teacher.userId }]);
  });

  t.test('only the instructor goes live, and a live lecture ends with the instructor', async (t) => {
    const { teacher, students, lecture } = await startLecture(t, server, 1);
    const [student] = students;
    if (!student) throw new Error('expected a student');
    t.equal(await refusal(student, 'SetLectureLiveStatus', { ...lecture, status: true }), 403);
    t.match(await ask(teacher, 'SetLectureLiveStatus', { ...lecture, status: true }), { liveStatus: true });
    t.match((await student.client.next('SetLectureLiveStatus')).data, { liveStatus: true });
    await ask(teacher, 'SelectVideo', { ...lecture, selectedVideoIdx: 1 });
    teacher.client.send('ExitLecture', lecture);
    t.match((await student.client.next('SetLectureLiveStatus')).data, { liveStatus: false });
    const { lectures } = await ask(student, 'GetLectures', { classUuid: lecture.classUuid });
    t.match(lectures, [{ isLive: false, videoIdx: 0 }]);
  });

  t.test('raised hands keep their order, also for clients that join late', async (t) => {
    const { teacher, students, lecture } = await startLecture(t, server, 2);
    const [first, second] = students;
    if (!first || !second) throw new Error('expected two students');
    await ask(second, 'RaiseHand', lecture);
    await ask(first, 'RaiseHand', lecture);
    for (let i = 0; i < 2; i++) await teacher.client.next('RaiseHand');
    const { hands } = await ask(second, 'RaiseHand', lecture);
    await teacher.client.none('RaiseHand');
    t.same(
      hands.map(({ userId }) => userId),
      [second.userId, first.userId],
    );
    const late = await person(t, server, teacher.token);
    t.same(
      (await ask(late, 'JoinLecture', lecture)).hands.map(({ userId }) => userId),
      [second.userId, first.userId],
    );
    t.equal(await refusal(first, 'LowerHand', { ...lecture, userId: second.userId }), 403);
    t.equal(await refusal(first, 'LowerAllHands', lecture), 403);
    t.same(
      (await ask(teacher, 'LowerHand', { ...lecture, userId: second.userId })).hands.map(
        ({ userId }) => userId,
      ),
      [first.userId],
    );
    t.same((await ask(teacher, 'LowerAllHands', lecture)).hands, []);
    await first.client.next('LowerAllHands');
    await ask(teacher, 'LowerAllHands', lecture);
    await first.client.none('LowerAllHands');
    await ask(first, 'RaiseHand', lecture);
    first.client.terminate();
    await teacher.client.next('LowerHand', ({ data }) => 'hands' in data && data.hands.length === 0);
  });

  t.test('only the instructor decides who can speak', async (t) => {
    const { teacher, students, lecture } = await startLecture(t, server, 1);
    const [student] = students;
    if (!student) throw new Error('expected a student');
    const one = { ...lecture, userId: student.userId };
    t.equal(await refusal(student, 'SetSpeechMode', { ...lecture, mode: 'everyone' }), 403);
    t.equal(await refusal(student, 'GrantSpeech', one), 403);
    t.equal(await refusal(student, 'RevokeSpeech', one), 403);
    await ask(student, 'RaiseHand', lecture);
    t.match((await ask(teacher, 'SetSpeechMode', { ...lecture, mode: 'instructor' })).speech, {
      mode: 'instructor',
    });
    t.match(await ask(teacher, 'GrantSpeech', one), { speech: { granted: [student.userId] }, hands: [] });
    t.match((await student.client.next('GrantSpeech')).data, { speech: { granted: [student.userId] } });
    const late = await person(t, server, student.token);
    t.match((await ask(late, 'JoinLecture', lecture)).speech, {
      mode: 'instructor',
      granted: [student.userId],
    });
    t.same((await ask(teacher, 'RevokeSpeech', one)).speech.granted, []);
  });

  t.test('the instructor can remove a student', async (t) => {
    const { teacher, students, lecture, roomId } = await startLecture(t, server, 1);
    const [student] = students;
    if (!student) throw new Error('expected a student');
    t.equal(await refusal(student, 'DropParticipant', { ...lecture, userId: teacher.userId }), 403);
    await ask(teacher, 'DropParticipant', { ...lecture, userId: student.userId });
    t.match((await student.client.next('DropParticipant')).data, { userId: student.userId });
    // The student is informed before it is removed.
    await teacher.client.next(
      'GetActiveLectureMember',
      ({ data }) => 'members' in data && data.members.length === 1,
    );
    const text = { from: 'S', time: 1, text: 'still here?' };
    t.match(await student.client.request('text', text, { receiver: `room/${roomId}` }), {
      data: { code: 'not-in-room' },
    });
  });

  t.test('attendance is for the instructor', async (t) => {
    const { teacher, students, lecture } = await startLecture(t, server, 1);
    const [student] = students;
    if (!student) throw new Error('expected a student');
    t.equal(await refusal(student, 'GetAttendance', lecture), 403);
    const { attendance } = await ask(teacher, 'GetAttendance', lecture);
    t.same(attendance.map(({ userId }) => userId).sort(), [teacher.userId, student.userId].sort());
    t.ok(attendance.every(({ from }) => !Number.isNaN(Date.parse(from))));
  });

  t.test('a lecture of another class is not found', async (t) => {
    const { lecture } = await startLecture(t, server, 0);
    const { teacher, classUuid } = await createClass(t, server, 0);
    t.equal(await refusal(teacher, 'JoinLecture', { classUuid, lectureId: lecture.lectureId }), 404);
    t.equal(await refusal(teacher, 'JoinLecture', lecture), 403);
  });
});
