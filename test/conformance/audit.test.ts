import t from 'tap';
import { target } from '../helpers/conformance.js';
import { ask, person, refusal, startLecture } from '../helpers/test-class.js';

await target((server) => {
  t.test('the instructor reads what was done to others in the class', async (t) => {
    const { teacher, students, lecture } = await startLecture(t, server, 2);
    const [student, other] = students;
    if (!student || !other) throw new Error('expected two students');
    const { classUuid, lectureId } = lecture;
    await ask(teacher, 'SetLectureLiveStatus', { ...lecture, status: true });
    await ask(teacher, 'SetSpeechMode', { ...lecture, mode: 'instructor' });
    await ask(teacher, 'GrantSpeech', { ...lecture, userId: student.userId });
    await ask(teacher, 'RevokeSpeech', { ...lecture, userId: student.userId });
    for (const each of [student, other]) await ask(each, 'RaiseHand', lecture);
    await ask(teacher, 'LowerHand', { ...lecture, userId: student.userId });
    await ask(teacher, 'LowerAllHands', lecture);
    const marker = { markerType: 'Question', videoIndex: 0, time: 1 } as const;
    const created = await ask(student, 'CreateMarker', { ...lecture, marker });
    await ask(teacher, 'DeleteMarker', { ...lecture, markerId: created.marker.id });
    await ask(teacher, 'DropParticipant', { ...lecture, userId: student.userId });
    await ask(teacher, 'ReadmitParticipant', { ...lecture, userId: student.userId });
    await ask(teacher, 'DropParticipant', { ...lecture, userId: other.userId, scope: 'class' });
    await ask(teacher, 'ReadmitParticipant', { classUuid, userId: other.userId });
    await ask(teacher, 'SetLectureLiveStatus', { ...lecture, status: false });
    const { entries } = await ask(teacher, 'GetAuditLog', { classUuid });
    t.ok(entries.every(({ at, actorId }) => actorId === teacher.userId && !Number.isNaN(Date.parse(at))));
    t.same(
      entries.map(({ action, targetId, detail }) => [action, targetId ?? detail]),
      [
        ['speech-mode', 'instructor'],
        ['revoke-speech', student.userId],
        ['lower-hand', student.userId],
        ['lower-hand', undefined],
        ['delete-marker', student.userId],
        ['remove', student.userId],
        ['readmit', student.userId],
        ['ban', other.userId],
        ['lift-ban', other.userId],
        ['end-lecture', undefined],
      ],
    );
    t.match(entries[5], { lectureId, lectureName: 'Numbers', targetName: /^Guest/ });
    await ask(teacher, 'DeleteLecture', lecture);
    const newest = await ask(teacher, 'GetAuditLog', { classUuid, limit: 1 });
    t.match(newest.entries, [{ action: 'delete-lecture', lectureId, lectureName: 'Numbers' }]);
    const { before } = newest;
    const older = await ask(teacher, 'GetAuditLog', { classUuid, ...(before && { before }), limit: 1 });
    t.match(older.entries, [{ action: 'end-lecture' }]);
    for (const each of [student, await person(t, server)]) {
      t.equal(await refusal(each, 'GetAuditLog', { classUuid }), 403);
    }
  });

  t.test('what users do to themselves, and what changes nothing, is not recorded', async (t) => {
    const { teacher, students, lecture } = await startLecture(t, server, 1);
    const [student] = students;
    if (!student) throw new Error('expected a student');
    await ask(student, 'RaiseHand', lecture);
    await ask(student, 'LowerHand', lecture);
    await ask(teacher, 'LowerAllHands', lecture);
    await ask(teacher, 'SetSpeechMode', { ...lecture, mode: 'everyone' });
    const marker = { markerType: 'Question', videoIndex: 0, time: 1 } as const;
    const created = await ask(student, 'CreateMarker', { ...lecture, marker });
    await ask(student, 'DeleteMarker', { ...lecture, markerId: created.marker.id });
    t.same((await ask(teacher, 'GetAuditLog', { classUuid: lecture.classUuid })).entries, []);
  });
});
