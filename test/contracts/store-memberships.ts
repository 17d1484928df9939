import type { Test } from 'tap';
import { MAX_INSTRUCTORS } from '../../server/store/store.js';
import { chat, inBatches, type MakeSubject, makeClassroom, refused } from './store-classroom.js';

/** Requirements for leaving a class and changing roles, for every store. */
export function membershipContract(t: Test, make: MakeSubject): void {
  const classroom = (t: Test) => makeClassroom(t, make);

  t.test('a member leaves a class, and what the member wrote stays', async (t) => {
    const made = await classroom(t);
    const { store, of, lecture } = made;
    await chat(made, 'Hello');
    const student = { classUuid: of.uuid, userId: 'student' };
    t.strictSame((await store.leaveClass(student)).value, { ...student, memberType: 'student' });
    t.equal(await store.member(of.uuid, 'student'), undefined);
    t.same((await store.classes('student')).items, []);
    t.match((await store.chatMessages(lecture.id)).items, [{ senderName: 'Ann' }]);
    await refused(t, 'not-found', store.leaveClass(student));
    await refused(t, 'conflict', store.leaveClass({ classUuid: of.uuid, userId: 'teacher' }));
    t.equal((await store.enroll({ ...student, memberType: 'student' })).value.memberType, 'student');
  });

  t.test('a removed student is excluded from the class, an instructor cannot be removed', async (t) => {
    const { store, of } = await classroom(t);
    const student = { classUuid: of.uuid, userId: 'student' };
    t.match(await store.removeMember(student), { value: student });
    t.equal(await store.member(of.uuid, 'student'), undefined);
    t.equal(await store.exclusion(of.uuid, 'student'), 'class');
    await refused(t, 'not-found', store.removeMember(student));
    await refused(t, 'conflict', store.removeMember({ classUuid: of.uuid, userId: 'teacher' }));
    t.match(await store.member(of.uuid, 'teacher'), { memberType: 'instructor' });
  });

  t.test('a member becomes an instructor without exclusions, and a student again', async (t) => {
    const { store, of, lecture } = await classroom(t);
    const classUuid = of.uuid;
    await store.exclude({ classUuid, userId: 'student' });
    await store.exclude({ classUuid, lectureId: lecture.id, userId: 'student' });
    const promoted = { classUuid, userId: 'student', memberType: 'instructor' } as const;
    t.strictSame((await store.setMemberType(promoted)).value, promoted);
    t.same((await store.exclusions(classUuid)).items, []);
    t.match(await store.instructors(classUuid), [{ user: { id: 'teacher' } }, { user: { id: 'student' } }]);
    await store.setMemberType({ classUuid, userId: 'teacher', memberType: 'student' });
    t.match(await store.instructors(classUuid), [{ user: { id: 'student' } }]);
    await refused(t, 'conflict', store.setMemberType({ ...promoted, memberType: 'student' }));
    await refused(t, 'not-found', store.setMemberType({ ...promoted, userId: 'nobody' }));
    t.match(await store.setMemberType(promoted), { value: promoted });
  });

  t.test('of two instructors who leave at the same time, one stays', async (t) => {
    const { store, of } = await classroom(t);
    const classUuid = of.uuid;
    await store.setMemberType({ classUuid, userId: 'student', memberType: 'instructor' });
    const left = await Promise.allSettled([
      store.leaveClass({ classUuid, userId: 'teacher' }),
      store.setMemberType({ classUuid, userId: 'student', memberType: 'student' }),
    ]);
    t.equal(left.filter(({ status }) => status === 'fulfilled').length, 1);
    t.equal((await store.instructors(classUuid)).length, 1);
  });

  t.test('the instructors of a class, and the classes of an instructor, are limited', async (t) => {
    const { store, of } = await classroom(t);
    const classUuid = of.uuid;
    const promote = (userId: string, maxClasses?: number) =>
      store.setMemberType({ classUuid, userId, memberType: 'instructor', ...(maxClasses && { maxClasses }) });
    await store.createClass({ instructorId: 'student', title: 'Sets', subtitle: '' });
    await refused(t, 'conflict', promote('student', 1));
    const others = Array.from({ length: MAX_INSTRUCTORS - 1 }, (_, index) => `user ${index}`);
    await inBatches(others, async (userId) => {
      await store.saveUser({ id: userId, name: userId });
      await store.enroll({ classUuid, userId, memberType: 'student' });
      await promote(userId);
    });
    await refused(t, 'conflict', promote('student'));
    t.equal((await store.instructors(classUuid)).length, MAX_INSTRUCTORS);
  });
}
