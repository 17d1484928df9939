import t from 'tap';
import { target } from '../helpers/conformance.js';
import { ask, createClass, refusal, startLecture } from '../helpers/test-class.js';

await target((server) => {
  t.test('DeleteLecture: everyone in the class and in the lecture is informed, and leaves it', async (t) => {
    const { teacher, students, lecture, roomId } = await startLecture(t, server, 2);
    const { classUuid } = lecture;
    const [ann, ben] = students;
    if (!ann || !ben) throw new Error('expected two students');
    await ask(ann, 'JoinClass', { classUuid });
    const deleted = { ...lecture, status: 200 };
    t.match(await ask(teacher, 'DeleteLecture', lecture), deleted);
    t.match(await ann.client.next('DeleteLecture'), { receiver: `room/class_${classUuid}`, data: deleted });
    t.match(await ben.client.next('DeleteLecture'), { data: deleted }, 'who is only in the lecture');
    const words = { from: 'Ben', time: 1, text: 'Hello' };
    const refused = await ben.client.request('text', words, { receiver: `room/${roomId}` });
    t.match(refused, { type: 'error', data: { code: 'not-in-room' } });
    t.equal(await refusal(ben, 'JoinLecture', lecture), 404);
    t.same((await ask(ann, 'GetLectures', { classUuid })).lectures, []);
    t.equal(await refusal(teacher, 'DeleteLecture', lecture), 404);
  });

  t.test('DeleteClass: its lectures are deleted as well, and it is in no list any more', async (t) => {
    const { teacher, students, lecture } = await startLecture(t, server, 1);
    const { classUuid } = lecture;
    const [ann] = students;
    if (!ann) throw new Error('expected a student');
    t.match(await ask(teacher, 'DeleteClass', { classUuid }), { classUuid, status: 200 });
    t.match(await ann.client.next('DeleteClass'), { data: { classUuid, status: 200 } });
    t.equal(await refusal(ann, 'JoinClass', { classUuid }), 404);
    t.equal(await refusal(ann, 'JoinLecture', lecture), 404);
    t.same((await ask(ann, 'GetClasses', undefined)).classes, []);
    t.same((await ask(teacher, 'GetClasses', undefined)).classes, []);
  });

  t.test('only the instructor can delete', async (t) => {
    const { students, lecture } = await startLecture(t, server, 1);
    const [ann] = students;
    if (!ann) throw new Error('expected a student');
    t.equal(await refusal(ann, 'DeleteLecture', lecture), 403);
    t.equal(await refusal(ann, 'DeleteClass', { classUuid: lecture.classUuid }), 403);
    const other = await createClass(t, server, 0);
    t.equal(await refusal(other.teacher, 'DeleteLecture', lecture), 403);
    const elsewhere = { classUuid: other.classUuid, lectureId: lecture.lectureId };
    t.equal(await refusal(other.teacher, 'DeleteLecture', elsewhere), 404, 'a lecture of another class');
  });

  t.test('a repeated deletion gets the same reply', async (t) => {
    const { teacher, lecture } = await startLecture(t, server, 0);
    const { classUuid } = lecture;
    const { client } = teacher;
    for (const [type, data] of [
      ['DeleteLecture', lecture],
      ['DeleteClass', { classUuid }],
    ] as const) {
      for (let i = 0; i < 2; i++) {
        client.send(type, data, { id: type });
        t.match(await client.next(undefined, ({ id }) => id === type), { type, data: { status: 200 } });
      }
    }
  });
});
