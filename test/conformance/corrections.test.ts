import t from 'tap';
import { target } from '../helpers/conformance.js';
import { ask, createClass, refusal, startLecture } from '../helpers/test-class.js';

await target((server) => {
  t.test('UpdateClass: the class has another title, for everyone in it', async (t) => {
    const { teacher, students, classUuid } = await createClass(t, server, 1);
    const [ann] = students;
    if (!ann) throw new Error('expected a student');
    await ask(ann, 'JoinClass', { classUuid });
    const changed = { classUuid, title: 'Algebra II', subtitle: 'first year', status: 200 };
    t.strictSame(await ask(teacher, 'UpdateClass', { classUuid, title: 'Algebra II' }), changed);
    t.match(await ann.client.next('UpdateClass'), { receiver: `room/class_${classUuid}`, data: changed });
    await ask(teacher, 'UpdateClass', { classUuid, subtitle: '' });
    t.match((await ask(ann, 'GetClasses', undefined)).classes, [{ title: 'Algebra II', subtitle: '' }]);
    t.equal(await refusal(ann, 'UpdateClass', { classUuid, title: 'Mine' }), 403);
    t.equal(await refusal(teacher, 'UpdateClass', { classUuid, title: ' ' }), 400);
  });

  t.test('UpdateLecture: everyone in the lecture and in the class learns of it', async (t) => {
    const { teacher, students, lecture, roomId } = await startLecture(t, server, 2);
    const [ann, ben] = students;
    if (!ann || !ben) throw new Error('expected two students');
    const { classUuid } = lecture;
    ben.client.send('ExitLecture', lecture);
    await ask(ben, 'JoinClass', { classUuid });
    const change = { ...lecture, lectureName: 'Fractions', lectureDate: '2026-11-22' };
    const changed = {
      lecture: { id: lecture.lectureId, lectureName: 'Fractions', lectureDate: '2026-11-22', videoIdx: 0 },
      playback: { videoIdx: 0, position: 0, playing: false },
      status: 200,
    };
    t.match(await ask(teacher, 'UpdateLecture', change), changed);
    t.match(await ann.client.next('UpdateLecture'), { receiver: `room/${roomId}`, data: changed });
    t.match(await ben.client.next('UpdateLecture'), { receiver: `room/class_${classUuid}`, data: changed });
    const isListed = ({ data }: { data: unknown }) => JSON.stringify(data).includes('Fractions');
    t.ok(await ben.client.next('GetLectures', isListed), 'older clients receive the list');
    t.equal(await refusal(ann, 'UpdateLecture', change), 403);
    t.equal(await refusal(teacher, 'UpdateLecture', { ...change, lectureDate: 'tomorrow' }), 400);
    t.equal(await refusal(teacher, 'UpdateLecture', { ...change, lectureId: 1_000_000 }), 404);
  });

  t.test('UpdateLecture: the current video plays on at its new place', async (t) => {
    const { teacher, students, lecture } = await startLecture(t, server, 1);
    const [ann] = students;
    if (!ann) throw new Error('expected a student');
    await ask(teacher, 'SetLectureLiveStatus', { ...lecture, status: true });
    await ask(teacher, 'SelectVideo', { ...lecture, selectedVideoIdx: 1 });
    await ask(teacher, 'InstructorTimeChange', { ...lecture, newtime: 30 });
    const { playback: before } = await ask(teacher, 'InstructorPlay', lecture);
    const videos = { ...lecture, playlist: 'media/other.mp4\nmedia/sample.mp4' };
    await ask(teacher, 'UpdateLecture', videos);
    const { data } = await ann.client.next('UpdateLecture');
    t.match(data, { lecture: { playlist: videos.playlist, videoIdx: 0, isLive: true } });
    t.strictSame('playback' in data && data.playback, { ...before, videoIdx: 0 });
    const joined = await ask(ann, 'JoinLecture', lecture);
    t.match(joined, { lecture: { videoIdx: 0 }, playback: { videoIdx: 0, position: 30, playing: true } });
  });

  t.test('UpdateLecture: if the current video is removed, the one in its place is paused at 0', async (t) => {
    const { teacher, lecture } = await startLecture(t, server, 0);
    await ask(teacher, 'SelectVideo', { ...lecture, selectedVideoIdx: 1 });
    await ask(teacher, 'InstructorTimeChange', { ...lecture, newtime: 30 });
    await ask(teacher, 'InstructorPlay', lecture);
    const { playback } = await ask(teacher, 'UpdateLecture', { ...lecture, playlist: 'media/sample.mp4' });
    t.match(playback, { videoIdx: 0, position: 0, playing: false });
  });

  t.test('GetLectures returns the playlists if it is asked to', async (t) => {
    const { teacher, lecture } = await startLecture(t, server, 0);
    const { classUuid, lectureId } = lecture;
    const one = { classUuid, before: lectureId + 1, limit: 1 };
    t.match((await ask(teacher, 'GetLectures', one)).lectures, [{ id: lectureId, playlist: '' }]);
    const { lectures } = await ask(teacher, 'GetLectures', { ...one, playlists: true });
    t.match(lectures, [{ id: lectureId, playlist: 'media/sample.mp4, media/other.mp4' }]);
  });

  t.test('a repeated change gets the same reply', async (t) => {
    const { teacher, lecture } = await startLecture(t, server, 0);
    const { classUuid } = lecture;
    const { client } = teacher;
    for (const [type, data] of [
      ['UpdateLecture', { ...lecture, playlist: 'media/other.mp4' }],
      ['UpdateClass', { classUuid, title: 'Sets' }],
    ] as const) {
      for (let i = 0; i < 2; i++) {
        client.send(type, data, { id: type });
        t.match(await client.next(undefined, ({ id }) => id === type), { type, data: { status: 200 } });
      }
    }
  });
});
