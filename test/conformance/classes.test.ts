import t from 'tap';
import { target } from '../helpers/conformance.js';
import { ask, createClass, person, refusal } from '../helpers/test-class.js';

const nowhere = '00000000-0000-4000-8000-000000000000';

await target((server) => {
  t.test('the user who creates a class is its instructor', async (t) => {
    const teacher = await person(t, server);
    const { class: made } = await ask(teacher, 'CreateClass', { title: 'Algebra', subtitle: 'first year' });
    t.match(made, { title: 'Algebra', subtitle: 'first year', memberType: 'instructor' });
    t.same((await ask(teacher, 'GetClasses', undefined)).classes, [made]);
  });

  t.test('a user who enrolls is a student, once', async (t) => {
    const { teacher, classUuid } = await createClass(t, server, 0);
    const student = await person(t, server);
    t.match((await ask(student, 'EnrollClass', { classUuid })).class, {
      uuid: classUuid,
      memberType: 'student',
    });
    t.equal(await refusal(student, 'EnrollClass', { classUuid }), 409);
    t.equal(await refusal(teacher, 'EnrollClass', { classUuid }), 409);
    t.equal(await refusal(student, 'EnrollClass', { classUuid: nowhere }), 404);
  });

  t.test('an invitation says what a class is about, before enrolling', async (t) => {
    const teacher = await person(t, server);
    teacher.client.send('profile', { username: 'Ada' });
    const { class: made } = await ask(teacher, 'CreateClass', { title: 'Algebra', subtitle: 'first year' });
    const stranger = await person(t, server);
    t.same(await ask(stranger, 'GetInvitation', { classUuid: made.uuid }), {
      classUuid: made.uuid,
      title: 'Algebra',
      subtitle: 'first year',
      instructorName: 'Ada',
      status: 200,
    });
    t.equal(await refusal(stranger, 'GetInvitation', { classUuid: nowhere }), 404);
    await ask(stranger, 'EnrollClass', { classUuid: made.uuid });
    const given = { lectureDate: '2026-11-21', lectureName: 'Numbers', playlist: '' };
    const { lecture } = await ask(teacher, 'CreateLecture', { classUuid: made.uuid, ...given });
    const named = { classUuid: made.uuid, lectureId: lecture.id, userId: stranger.userId };
    await ask(teacher, 'DropParticipant', { ...named, scope: 'class' });
    t.equal(await refusal(stranger, 'GetInvitation', { classUuid: made.uuid }), 403);
  });

  t.test('a class is for its members', async (t) => {
    const { classUuid } = await createClass(t, server, 0);
    const stranger = await person(t, server);
    for (const type of ['JoinClass', 'GetLectures', 'GetClassMembers'] as const) {
      t.equal(await refusal(stranger, type, { classUuid }), 403, type);
      t.equal(await refusal(stranger, type, { classUuid: nowhere }), 404, type);
    }
    t.same((await ask(stranger, 'GetClasses', undefined)).classes, []);
  });

  t.test('members are informed who is connected', async (t) => {
    const { teacher, students, classUuid } = await createClass(t, server, 1);
    const [student] = students;
    if (!student) throw new Error('expected a student');
    const { instructor } = await ask(teacher, 'JoinClass', { classUuid });
    t.match(instructor, { userId: teacher.userId, memberType: 'instructor', connected: true });
    // Lists from before the student joined the class can still arrive.
    const list = async (connected: boolean) =>
      teacher.client.until(
        'GetClassMembers',
        ({ data }) =>
          'members' in data &&
          data.members.some((each) => each.userId === student.userId && each.connected === connected),
      );
    await ask(student, 'JoinClass', { classUuid });
    await list(true);
    student.client.terminate();
    await list(false);
    const { members } = await ask(teacher, 'GetClassMembers', { classUuid });
    t.match(members, [
      { userId: teacher.userId, memberType: 'instructor', connected: true },
      { userId: student.userId, memberType: 'student', connected: false },
    ]);
  });

  t.test('members in a lecture are connected, also those who did not join the class', async (t) => {
    const { teacher, students, classUuid } = await createClass(t, server, 1);
    const [student] = students;
    if (!student) throw new Error('expected a student');
    await ask(student, 'JoinClass', { classUuid });
    const given = { classUuid, lectureDate: '2026-11-21', lectureName: 'Numbers', playlist: '' };
    const { lecture } = await ask(teacher, 'CreateLecture', given);
    const list = async (connected: boolean) =>
      student.client.until(
        'GetClassMembers',
        ({ data }) =>
          'members' in data &&
          data.members.some((each) => each.userId === teacher.userId && each.connected === connected),
      );
    await ask(teacher, 'JoinLecture', { classUuid, lectureId: lecture.id });
    await list(true);
    teacher.client.send('ExitLecture', { classUuid, lectureId: lecture.id });
    await list(false);
  });

  t.test('a repeated request has one effect', async (t) => {
    const teacher = await person(t, server);
    const data = { title: 'Once', subtitle: '' };
    const first = await teacher.client.request('CreateClass', data, { id: 'the same' });
    const again = await teacher.client.request('CreateClass', data, { id: 'the same' });
    t.same(again.data, first.data);
    t.equal((await ask(teacher, 'GetClasses', undefined)).classes.length, 1);
  });

  t.test('bad data is refused under the request’s own type', async (t) => {
    const teacher = await person(t, server);
    const reply = await teacher.client.request('CreateClass', { title: '' });
    t.match(reply, { type: 'CreateClass', data: { status: 400, pointer: '/title' } });
  });

  t.test('a client that presents its identity again is the same user', async (t) => {
    const first = await person(t, server);
    await ask(first, 'CreateClass', { title: 'Kept' });
    const again = await person(t, server, first.token);
    t.equal(again.userId, first.userId);
    t.equal((await ask(again, 'GetClasses', undefined)).classes.length, 1);
    const forged = await person(t, server, `${first.token.slice(0, -2)}xx`);
    t.not(forged.userId, first.userId);
    t.same((await ask(forged, 'GetClasses', undefined)).classes, []);
  });
});
