import type { Test } from 'tap';
import { type MakeSubject, makeClassroom, mark, nowhere, refused } from './store-classroom.js';

/** Requirements for changing classes and lectures, for every store. */
export function correctionContract(t: Test, make: MakeSubject): void {
  const classroom = (t: Test) => makeClassroom(t, make);

  t.test('a class is changed in what is given', async (t) => {
    const { store, of } = await classroom(t);
    const { uuid } = of;
    const changed = await store.updateClass({ uuid, title: 'Sets' });
    t.same(changed, { value: { uuid, title: 'Sets', subtitle: 'I' }, repeated: false });
    await store.updateClass({ uuid, subtitle: '' });
    t.same(await store.class(uuid), { uuid, title: 'Sets', subtitle: '' });
    t.match((await store.classes('student')).items, [{ title: 'Sets', memberType: 'student' }]);
    await refused(t, 'not-found', store.updateClass({ uuid: 'gone', title: 'Sets' }));
  });

  t.test('a lecture is corrected in what is given, and stays at its video', async (t) => {
    const { store, lecture } = await classroom(t);
    const { id } = lecture;
    await store.updateLecture({ id, isLive: true, videoIdx: 1 });
    const { value } = await store.correctLecture({ id, lectureName: 'Proofs', lectureDate: '2026-03-03' });
    t.match(value, {
      lectureName: 'Proofs',
      playlist: 'abc,def',
      isLive: true,
      videoIdx: 1,
      restarts: false,
    });
    t.match(await store.lecture(id), { lectureName: 'Proofs', lectureDate: '2026-03-03', videoIdx: 1 });
    await refused(t, 'not-found', store.correctLecture({ id: nowhere, lectureName: 'Proofs' }));
  });

  for (const [playlist, videoIdx, restarts, how] of [
    ['/c.mp4, /a.mp4, /b.mp4', 2, false, 'moved'],
    ['/b.mp4', 0, false, 'moved, since others were removed'],
    ['/a.mp4, /b.mp4, /b.mp4', 1, false, 'added a second time'],
    ['/a.mp4, /d.mp4, /c.mp4', 1, true, 'replaced'],
    ['/a.mp4, /c.mp4', 1, true, 'removed'],
    ['/a.mp4', 0, true, 'removed, as the following one'],
    ['', 0, true, 'removed with all others'],
  ] as const) {
    t.test(`the current video is ${how}`, async (t) => {
      const { store, lecture } = await classroom(t);
      const { id } = lecture;
      await store.updateLecture({ id, playlist: '/a.mp4, /b.mp4, /c.mp4', videoIdx: 1 });
      t.match((await store.correctLecture({ id, playlist })).value, { playlist, videoIdx, restarts });
      t.match(await store.lecture(id), { playlist, videoIdx });
    });
  }

  t.test('markers move with their videos', async (t) => {
    const made = await classroom(t);
    const { store, lecture } = made;
    const { id } = lecture;
    await store.updateLecture({ id, playlist: '/a.mp4, /b.mp4, /c.mp4, /d.mp4' });
    const [a, b, c, d] = await Promise.all(
      [0, 1, 2, 3].map(async (index) => (await mark(made, index)).value.id),
    );
    const { value: beyond } = await mark(made, 9);
    // b and d change places, c is replaced.
    await store.correctLecture({ id, playlist: '/a.mp4, /d.mp4, /e.mp4, /b.mp4' });
    const at = async (index: number) => (await store.markers(id, index)).items.map((marker) => marker.id);
    t.same([await at(0), await at(1), await at(2), await at(3)], [[a], [d], [c], [b]]);
    t.same(await at(9), [beyond.id], 'a marker of no video stays');
    await store.correctLecture({ id, playlist: '/b.mp4' });
    t.same([await at(0), await at(1), await at(2), await at(3)], [[b], [], [], []]);
    t.equal(await store.marker(a ?? 0), undefined, 'the marker of a removed video is deleted');
  });

  t.test('a lecture cannot grow if those of its instructor take up the maximum', async (t) => {
    const { store, lecture } = await classroom(t);
    const limits = { instructorId: 'teacher', bytes: 10 };
    const correct = (playlist: string) => store.correctLecture({ id: lecture.id, playlist, limits });
    await refused(t, 'conflict', correct('abc,def,ghi'));
    t.match(await correct('abc'), { value: { playlist: 'abc' } });
  });
}
