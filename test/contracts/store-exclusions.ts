import type { Test } from 'tap';
import { type MakeSubject, makeClassroom, refused } from './store-classroom.js';

/** Requirements for exclusions from lectures and classes, for every store. */
export function exclusionContract(t: Test, make: MakeSubject): void {
  t.test('a user is excluded from a lecture or a class until readmitted', async (t) => {
    const { store, open, of, lecture } = await makeClassroom(t, make);
    const classUuid = of.uuid;
    const fromLecture = { classUuid, lectureId: lecture.id, userId: 'student' };
    const fromClass = { classUuid, userId: 'student' };
    const other = lecture.id + 1;
    t.equal(await store.exclusion(classUuid, 'student', lecture.id), undefined);
    await store.exclude(fromLecture);
    await store.exclude(fromLecture);
    t.equal(await store.exclusion(classUuid, 'student', lecture.id), 'lecture');
    t.equal(await store.exclusion(classUuid, 'student', other), undefined, 'other lectures are open');
    t.equal(await store.exclusion(classUuid, 'student'), undefined, 'and so is the class');
    t.equal(await store.exclusion(classUuid, 'teacher', lecture.id), undefined);
    await store.exclude(fromClass);
    t.equal(await store.exclusion(classUuid, 'student', lecture.id), 'class');
    t.equal(await store.exclusion(classUuid, 'student'), 'class');
    const { items } = await (await open()).exclusions(classUuid);
    const user = { id: 'student', name: 'Ann' };
    t.match(items, [{ user, lecture: { id: lecture.id, lectureName: 'Syllogisms' } }, { user }]);
    t.equal(items.length, 2, 'each once');
    t.notOk(items[1]?.lecture);
    t.ok(items.every(({ createdAt }) => createdAt <= Date.now() && createdAt > Date.now() - 60_000));
    await store.readmit(fromClass);
    t.equal(await store.exclusion(classUuid, 'student', lecture.id), 'lecture');
    await store.readmit(fromLecture);
    t.equal(await store.exclusion(classUuid, 'student', lecture.id), undefined);
    await refused(t, 'not-found', store.readmit(fromLecture));
  });
}
