import { Lecture } from '#client/lecture.js';
import type { Participant } from './participant.js';

/** Lets the first participant create a class with a lecture, and all join it. */
export async function enterLecture(people: readonly Participant[]): Promise<void> {
  const [teacher, ...students] = people;
  if (!teacher) return;
  const { data } = await teacher.signaler.request('CreateClass', { title: 'History' });
  const classUuid = data.class.uuid;
  const created = await teacher.signaler.request('CreateLecture', {
    classUuid,
    lectureDate: '2026-11-21',
    lectureName: 'One',
    playlist: '/media/sample.mp4',
  });
  for (const { signaler } of students) await signaler.request('EnrollClass', { classUuid });
  for (const each of people) {
    each.lecture = new Lecture(each.signaler, { classUuid, lectureId: created.data.lecture.id });
    await each.lecture.join();
  }
}

/** The complete stored chat of the lecture. */
export async function storedChat([first]: readonly Participant[]): Promise<string[]> {
  const texts: string[] = [];
  let before: number | undefined;
  do {
    const page = await first?.lecture?.chat({ ...(before !== undefined && { before }) });
    texts.unshift(...(page?.messages ?? []).map(({ text }) => text.en.result));
    before = page?.before;
  } while (before !== undefined);
  return texts;
}
