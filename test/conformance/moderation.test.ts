import type { ServerMessage } from 'lectern-protocol';
import t from 'tap';
import { target } from '../helpers/conformance.js';
import { ask, createClass, type Person, person, refusal, startLecture } from '../helpers/test-class.js';

/** The data of the reply to any request. */
async function answerTo(
  { client }: Person,
  type: Parameters<Person['client']['request']>[0],
  data: unknown,
): Promise<unknown> {
  return ((await client.request(type, data as never)) as ServerMessage).data;
}

await target((server) => {
  t.test('a removed user can neither write nor speak in the lecture, on any connection', async (t) => {
    const { teacher, students, lecture, roomId } = await startLecture(t, server, 1);
    const [student] = students;
    if (!student) throw new Error('expected a student');
    const { marker } = await ask(student, 'CreateMarker', {
      ...lecture,
      marker: { markerType: 'Question', videoIndex: 0, time: 1 },
    });
    await teacher.client.next('CreateMarker');
    const elsewhere = await person(t, server, student.token);
    await ask(elsewhere, 'JoinLecture', lecture);
    const { scope } = await ask(teacher, 'DropParticipant', { ...lecture, userId: student.userId });
    t.equal(scope, 'lecture');
    for (const { client } of [student, elsewhere]) await client.next('DropParticipant');
    await teacher.client.next(
      'GetActiveLectureMember',
      ({ data }) => 'members' in data && data.members.length === 1,
    );
    const markerId = marker.id;
    const late = await person(t, server, student.token);
    const attempts = [
      ['JoinLecture', lecture],
      ['LiveChatTextMessage', { ...lecture, text: 'hello' }],
      ['LiveChatAudioMessage', { ...lecture, arrayBuffer: 'AAEC' }],
      ['GetLiveChatMessages', lecture],
      ['CreateMarker', { ...lecture, marker: { markerType: 'Question', videoIndex: 0, time: 1 } }],
      ['MarkerTextMessage', { ...lecture, markerTextMessage: { markerId, message: 'hello' } }],
      ['GetMarkerMessages', { markerId }],
      ['TimeMarkerClicked', { markerId, markerType: 'Question' }],
      ['DeleteMarker', { ...lecture, markerId }],
      ['RaiseHand', lecture],
      ['LowerHand', lecture],
      ['InstructorPlay', lecture],
    ] as const;
    for (const [type, data] of attempts) {
      t.match(await answerTo(student, type, data), { status: 403, removed_from: 'lecture' }, type);
    }
    for (const each of [student, elsewhere, late]) {
      t.match(await answerTo(each, 'JoinLecture', lecture), { status: 403, removed_from: 'lecture' });
      const text = { from: 'S', time: 1, text: 'hi' };
      t.match(await each.client.request('text', text, { receiver: `room/${roomId}` }), {
        data: { code: 'not-in-room' },
      });
      const offer = await each.client.request('offer', 'v=0', { receiver: teacher.clientId });
      t.match(offer, { type: 'error', data: { code: 'unknown-receiver' } });
    }
    for (const type of ['LiveChatTextMessage', 'LiveChatAudioMessage', 'RaiseHand', 'offer'] as const) {
      await teacher.client.none(type);
    }
  });

  t.test('the instructor sees who was removed, and readmits them', async (t) => {
    const { teacher, students, lecture } = await startLecture(t, server, 2);
    const [student, other] = students;
    if (!student || !other) throw new Error('expected two students');
    const { classUuid } = lecture;
    await ask(teacher, 'DropParticipant', { ...lecture, userId: student.userId });
    await ask(teacher, 'DropParticipant', { ...lecture, userId: other.userId, scope: 'class' });
    await ask(teacher, 'DropParticipant', { ...lecture, userId: student.userId });
    const { exclusions } = await ask(teacher, 'GetExclusions', { classUuid });
    t.match(exclusions, [
      { userId: student.userId, scope: 'lecture', lectureId: lecture.lectureId, lectureName: 'Numbers' },
      { userId: other.userId, scope: 'class' },
    ]);
    t.equal(exclusions.length, 2, 'each once');
    t.ok(exclusions.every(({ since }) => !Number.isNaN(Date.parse(since))));
    const newest = await ask(teacher, 'GetExclusions', { classUuid, limit: 1 });
    t.match(newest.exclusions, [{ userId: other.userId }]);
    const { before } = newest;
    t.match(await ask(teacher, 'GetExclusions', { classUuid, ...(before && { before }) }), {
      exclusions: [{ userId: student.userId }],
      before: undefined,
    });
    for (const each of [student, await person(t, server)]) {
      t.equal(await refusal(each, 'GetExclusions', { classUuid }), 403);
      t.equal(await refusal(each, 'ReadmitParticipant', { classUuid, userId: other.userId }), 403);
    }
    t.equal(await refusal(teacher, 'ReadmitParticipant', { ...lecture, userId: other.userId }), 404);
    await ask(teacher, 'ReadmitParticipant', { ...lecture, userId: student.userId });
    await ask(teacher, 'ReadmitParticipant', { classUuid, userId: other.userId });
    t.same((await ask(teacher, 'GetExclusions', { classUuid })).exclusions, []);
    for (const each of students) await ask(each, 'JoinLecture', lecture);
  });

  t.test('a ban applies to the class and to all of its lectures', async (t) => {
    const { teacher, students, lecture } = await startLecture(t, server, 1);
    const [student] = students;
    if (!student) throw new Error('expected a student');
    const { classUuid } = lecture;
    const given = { classUuid, lectureDate: '2026-11-22', lectureName: 'Sets', playlist: 'media/sample.mp4' };
    const second = { classUuid, lectureId: (await ask(teacher, 'CreateLecture', given)).lecture.id };
    const elsewhere = await person(t, server, student.token);
    await ask(elsewhere, 'JoinClass', { classUuid });
    await ask(elsewhere, 'JoinLecture', second);
    await ask(teacher, 'DropParticipant', { ...lecture, userId: student.userId, scope: 'class' });
    t.match(await student.client.next('DropParticipant'), { data: { scope: 'class' } });
    t.match(await elsewhere.client.next('DropParticipant'), {
      data: { userId: student.userId, scope: 'class' },
    });
    for (const roomId of [`class_${classUuid}`, `lecture_${second.lectureId}`]) {
      const text = { from: 'S', time: 1, text: 'still here?' };
      t.match(await elsewhere.client.request('text', text, { receiver: `room/${roomId}` }), {
        data: { code: 'not-in-room' },
      });
    }
    for (const [type, data] of [
      ['JoinClass', { classUuid }],
      ['EnrollClass', { classUuid }],
      ['GetLectures', { classUuid }],
      ['GetClassMembers', { classUuid }],
      ['JoinLecture', second],
    ] as const) {
      t.match(await answerTo(elsewhere, type, data), { status: 403, removed_from: 'class' }, type);
    }
  });

  t.test('students can be removed while they are absent, instructors cannot be removed', async (t) => {
    const { teacher, students, lecture } = await startLecture(t, server, 1);
    const [student] = students;
    if (!student) throw new Error('expected a student');
    student.client.send('ExitLecture', lecture);
    await student.client.drain();
    await ask(teacher, 'DropParticipant', { ...lecture, userId: student.userId });
    t.equal(await refusal(student, 'LiveChatTextMessage', { ...lecture, text: 'from outside' }), 403);
    t.equal(await refusal(teacher, 'DropParticipant', { ...lecture, userId: teacher.userId }), 403);
    const stranger = await person(t, server);
    t.equal(await refusal(teacher, 'DropParticipant', { ...lecture, userId: stranger.userId }), 404);
    const { classUuid } = await createClass(t, server, 0);
    t.equal(await refusal(teacher, 'GetExclusions', { classUuid }), 403);
  });

  t.test('a removed user loses the right to speak', async (t) => {
    const { teacher, students, lecture } = await startLecture(t, server, 1);
    const [student] = students;
    if (!student) throw new Error('expected a student');
    await ask(teacher, 'SetSpeechMode', { ...lecture, mode: 'instructor' });
    await ask(teacher, 'GrantSpeech', { ...lecture, userId: student.userId });
    await ask(teacher, 'DropParticipant', { ...lecture, userId: student.userId });
    t.match((await teacher.client.next('RevokeSpeech')).data, { speech: { granted: [] } });
    await ask(teacher, 'ReadmitParticipant', { ...lecture, userId: student.userId });
    t.same((await ask(student, 'JoinLecture', lecture)).speech.granted, []);
  });

  t.test('while only the instructor speaks, nobody else’s voice message is passed on', async (t) => {
    const { teacher, students, lecture } = await startLecture(t, server, 1);
    const [student] = students;
    if (!student) throw new Error('expected a student');
    const said = { ...lecture, arrayBuffer: 'AAEC' };
    const one = { ...lecture, userId: student.userId };
    await ask(teacher, 'SetSpeechMode', { ...lecture, mode: 'instructor' });
    t.match(await answerTo(student, 'LiveChatAudioMessage', said), { status: 403 });
    await teacher.client.none('LiveChatAudioMessage');
    await ask(teacher, 'GrantSpeech', one);
    t.match(await student.client.request('LiveChatAudioMessage', said), { type: 'LiveChatAudioSaved' });
    await teacher.client.next('LiveChatAudioMessage');
    await ask(teacher, 'RevokeSpeech', one);
    t.match(await answerTo(student, 'LiveChatAudioMessage', said), { status: 403 });
    t.match(await teacher.client.request('LiveChatAudioMessage', said), { type: 'LiveChatAudioSaved' });
    await student.client.next('LiveChatAudioMessage');
    await ask(teacher, 'SetSpeechMode', { ...lecture, mode: 'everyone' });
    t.match(await student.client.request('LiveChatAudioMessage', said), { type: 'LiveChatAudioSaved' });
  });
});
