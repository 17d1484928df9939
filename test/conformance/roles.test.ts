import t from 'tap';
import { target } from '../helpers/conformance.js';
import { ask, createClass, type Person, person, refusal, startLecture } from '../helpers/test-class.js';

/** Waits until a person receives a list of members of the class in which somebody is listed, or is not. */
const listed = ({ client }: Person, userId: string, isListed: boolean) =>
  client.next(
    'GetClassMembers',
    ({ data }) => 'members' in data && data.members.some((each) => each.userId === userId) === isListed,
  );

await target((server) => {
  t.test('LeaveClass: a student leaves the class on all connections', async (t) => {
    const { teacher, students, lecture } = await startLecture(t, server, 1);
    const [student] = students;
    if (!student) throw new Error('expected a student');
    const { classUuid } = lecture;
    const { userId } = student;
    await ask(student, 'LiveChatTextMessage', { ...lecture, text: 'one' });
    const elsewhere = await person(t, server, student.token);
    await ask(elsewhere, 'JoinClass', { classUuid });
    await ask(teacher, 'JoinClass', { classUuid });
    await listed(teacher, userId, true);
    const left = { classUuid, userId, status: 200 };
    t.strictSame(await ask(student, 'LeaveClass', { classUuid }), left);
    for (const { client } of [teacher, elsewhere]) {
      t.match(await client.next('LeaveClass'), { receiver: `room/class_${classUuid}`, data: left });
    }
    await listed(teacher, userId, false);
    await teacher.client.next(
      'GetActiveLectureMember',
      ({ data }) => 'members' in data && data.members.length === 1,
    );
    for (const each of [student, elsewhere]) {
      t.equal(await refusal(each, 'LiveChatTextMessage', { ...lecture, text: 'two' }), 403);
      t.same((await ask(each, 'GetClasses', undefined)).classes, []);
    }
    const { messages } = await ask(teacher, 'GetLiveChatMessages', lecture);
    t.match(messages, [{ senderId: userId }], 'what the student wrote stays');
    t.equal(await refusal(student, 'LeaveClass', { classUuid }), 404);
    t.match(await ask(student, 'EnrollClass', { classUuid }), { class: { memberType: 'student' } });
  });

  t.test('the last instructor stays one, and cannot leave', async (t) => {
    const { teacher, students, classUuid } = await createClass(t, server, 1);
    const [student] = students;
    if (!student) throw new Error('expected a student');
    const asStudent = { classUuid, userId: teacher.userId, memberType: 'student' } as const;
    t.equal(await refusal(teacher, 'LeaveClass', { classUuid }), 409);
    t.equal(await refusal(teacher, 'SetMemberType', asStudent), 409);
    await ask(teacher, 'SetMemberType', { classUuid, userId: student.userId, memberType: 'instructor' });
    t.match(await ask(student, 'LeaveClass', { classUuid }), { userId: student.userId });
    t.equal(await refusal(teacher, 'LeaveClass', { classUuid }), 409);
  });

  t.test('RemoveMember: a student is out of the class until the instructor lifts the ban', async (t) => {
    const { teacher, students, lecture, roomId } = await startLecture(t, server, 2);
    const [student, other] = students;
    if (!student || !other) throw new Error('expected two students');
    const { classUuid } = lecture;
    const { userId } = student;
    const elsewhere = await person(t, server, student.token);
    for (const each of [teacher, elsewhere]) await ask(each, 'JoinClass', { classUuid });
    await ask(teacher, 'GrantSpeech', { ...lecture, userId });
    t.equal(await refusal(other, 'RemoveMember', { classUuid, userId }), 403);
    t.equal(await refusal(teacher, 'RemoveMember', { classUuid, userId: teacher.userId }), 409);
    const removed = { classUuid, userId, status: 200 };
    t.strictSame(await ask(teacher, 'RemoveMember', { classUuid, userId }), removed);
    t.match(await student.client.next('RemoveMember'), { receiver: student.clientId, data: removed });
    t.match(await elsewhere.client.next('RemoveMember'), { data: removed });
    await other.client.next(
      'GetActiveLectureMember',
      ({ data }) => 'members' in data && data.members.length === 2,
    );
    t.match((await other.client.next('RevokeSpeech')).data, { speech: { granted: [] } });
    const text = { from: 'S', time: 1, text: 'still here?' };
    t.match(await student.client.request('text', text, { receiver: `room/${roomId}` }), {
      data: { code: 'not-in-room' },
    });
    await listed(teacher, userId, false);
    for (const type of ['JoinClass', 'EnrollClass'] as const) {
      t.match(await elsewhere.client.request(type, { classUuid }), {
        type,
        data: { status: 403, removed_from: 'class' },
      });
    }
    await ask(teacher, 'ReadmitParticipant', { classUuid, userId });
    await ask(elsewhere, 'EnrollClass', { classUuid });
    const { entries } = await ask(teacher, 'GetAuditLog', { classUuid });
    t.match(entries, [
      { action: 'remove-member', actorId: teacher.userId, targetId: userId },
      { action: 'lift-ban', targetId: userId },
    ]);
  });

  t.test('SetMemberType: a student teaches, and attends again, in a live lecture', async (t) => {
    const { teacher, students, lecture } = await startLecture(t, server, 1);
    const [student] = students;
    if (!student) throw new Error('expected a student');
    const { classUuid } = lecture;
    const { userId } = student;
    const become = (by: Person, memberType: 'instructor' | 'student') =>
      ask(by, 'SetMemberType', { classUuid, userId, memberType });
    t.equal(await refusal(student, 'SetMemberType', { classUuid, userId, memberType: 'instructor' }), 403);
    await ask(teacher, 'SetLectureLiveStatus', { ...lecture, status: true });
    await ask(student, 'RaiseHand', lecture);
    t.strictSame(await become(teacher, 'instructor'), {
      classUuid,
      userId,
      memberType: 'instructor',
      status: 200,
    });
    t.match(await student.client.next('SetMemberType'), {
      receiver: student.clientId,
      data: { memberType: 'instructor' },
    });
    t.same((await teacher.client.next('LowerHand')).data, { hands: [], status: 200 });
    await teacher.client.next(
      'GetActiveLectureMember',
      ({ data }) => 'members' in data && data.members.every((each) => each.memberType === 'instructor'),
    );
    await ask(student, 'InstructorPlay', lecture);
    await ask(student, 'UpdateClass', { classUuid, title: 'Geometry' });
    await become(teacher, 'instructor');
    t.match((await ask(student, 'GetClasses', undefined)).classes, [{ memberType: 'instructor' }]);
    await become(teacher, 'student');
    t.match((await student.client.next('SetMemberType')).data, { memberType: 'student' });
    t.equal(await refusal(student, 'InstructorPause', lecture), 403);
    const { entries } = await ask(teacher, 'GetAuditLog', { classUuid });
    t.match(
      entries.map(({ action, targetId, detail }) => [action, targetId, detail]),
      [
        ['set-member-type', userId, 'instructor'],
        ['set-member-type', userId, 'student'],
      ],
      'what changes nothing is not recorded',
    );
  });

  t.test('a lecture stays live while one of its instructors is there', async (t) => {
    const { teacher, students, lecture } = await startLecture(t, server, 1);
    const [student] = students;
    if (!student) throw new Error('expected a student');
    const { classUuid } = lecture;
    const other = { classUuid, userId: student.userId };
    await ask(teacher, 'SetMemberType', { ...other, memberType: 'instructor' });
    await ask(teacher, 'SetLectureLiveStatus', { ...lecture, status: true });
    teacher.client.send('ExitLecture', lecture);
    await student.client.next(
      'GetActiveLectureMember',
      ({ data }) => 'members' in data && data.members.length === 1,
    );
    t.match(await ask(student, 'GetLectures', { classUuid }), { lectures: [{ isLive: true }] });
    await ask(teacher, 'SetMemberType', { ...other, memberType: 'student' });
    t.match(
      (
        await student.client.next(
          'SetLectureLiveStatus',
          ({ data }) => 'liveStatus' in data && !data.liveStatus,
        )
      ).data,
      { status: 200 },
      'its last instructor became a student',
    );
  });

  t.test('a repeated request gets the same reply', async (t) => {
    const { teacher, students, classUuid } = await createClass(t, server, 2);
    const [one, other] = students;
    if (!one || !other) throw new Error('expected two students');
    for (const [by, type, data] of [
      [one, 'LeaveClass', { classUuid }],
      [teacher, 'RemoveMember', { classUuid, userId: other.userId }],
    ] as const) {
      for (let i = 0; i < 2; i++) {
        by.client.send(type, data, { id: type });
        t.match(await by.client.next(undefined, ({ id }) => id === type), { type, data: { status: 200 } });
      }
    }
  });
});
