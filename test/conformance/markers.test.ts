import t from 'tap';
import { target } from '../helpers/conformance.js';
import { ask, person, refusal, startLecture } from '../helpers/test-class.js';

const marker = { markerType: 'Question', videoIndex: 0, time: 73.25 } as const;

await target((server) => {
  t.test('a marker is pinned, announced and listed with its video', async (t) => {
    const { teacher, students, lecture } = await startLecture(t, server, 1);
    const [student] = students;
    if (!student) throw new Error('expected a student');
    const made = (await ask(student, 'CreateMarker', { ...lecture, marker })).marker;
    t.match(made, { ...marker, creatorId: student.userId });
    t.match((await teacher.client.next('CreateMarker')).data, { marker: made });
    t.same((await ask(teacher, 'GetMarkers', { ...lecture, videoIndex: 0 })).markers, [made]);
    t.same((await ask(teacher, 'GetMarkers', { ...lecture, videoIndex: 1 })).markers, []);
    t.same((await ask(teacher, 'GetMarkers', lecture)).markers, [made], 'of all videos');
  });

  t.test('replies to a marker are announced and stored', async (t) => {
    const { teacher, students, lecture } = await startLecture(t, server, 1);
    const [student] = students;
    if (!student) throw new Error('expected a student');
    const { id: markerId } = (await ask(student, 'CreateMarker', { ...lecture, marker })).marker;
    const { savedMessage } = await ask(teacher, 'MarkerTextMessage', {
      ...lecture,
      markerTextMessage: { markerId, message: 'because' },
    });
    t.match(savedMessage, { senderId: teacher.userId, text: { en: { result: 'because' } } });
    t.match((await student.client.next('MarkerTextMessage')).data, { markerId, savedMessage });
    t.same((await ask(student, 'GetMarkerMessages', { markerId })).textMessages, [savedMessage]);
    t.same(await ask(student, 'TimeMarkerClicked', { markerId, markerType: 'Question' }), {
      markerId,
      markerType: 'Question',
    });
  });

  t.test('a marker is deleted by its creator or the instructor', async (t) => {
    const { teacher, students, lecture } = await startLecture(t, server, 2);
    const [first, second] = students;
    if (!first || !second) throw new Error('expected two students');
    const pin = async () => (await ask(first, 'CreateMarker', { ...lecture, marker })).marker.id;
    const [one, two] = [await pin(), await pin()];
    t.equal(await refusal(second, 'DeleteMarker', { ...lecture, markerId: one }), 403);
    t.match(await ask(first, 'DeleteMarker', { ...lecture, markerId: one }), { markerId: one });
    t.match((await second.client.next('DeleteMarker')).data, { markerId: one });
    await ask(teacher, 'DeleteMarker', { ...lecture, markerId: two });
    t.equal(await refusal(first, 'DeleteMarker', { ...lecture, markerId: one }), 404);
    t.equal(await refusal(first, 'GetMarkerMessages', { markerId: one }), 404);
  });

  t.test('markers are for the members of the class', async (t) => {
    const { students, lecture } = await startLecture(t, server, 1);
    const [student] = students;
    if (!student) throw new Error('expected a student');
    const { id: markerId } = (await ask(student, 'CreateMarker', { ...lecture, marker })).marker;
    const stranger = await person(t, server);
    t.equal(await refusal(stranger, 'CreateMarker', { ...lecture, marker }), 403);
    t.equal(await refusal(stranger, 'GetMarkers', { ...lecture, videoIndex: 0 }), 403);
    t.equal(await refusal(stranger, 'GetMarkerMessages', { markerId }), 404);
    t.equal(await refusal(stranger, 'TimeMarkerClicked', { markerId, markerType: 'Question' }), 404);
    const other = await startLecture(t, server, 0);
    const words = { ...other.lecture, markerTextMessage: { markerId, message: 'hello' } };
    t.equal(await refusal(other.teacher, 'MarkerTextMessage', words), 404);
    t.equal(await refusal(other.teacher, 'DeleteMarker', { ...other.lecture, markerId }), 404);
  });
});
