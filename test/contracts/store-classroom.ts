import type { Test } from 'tap';
import type { Lecture, MessageText, OwnClass, Store } from '../../server/store/store.js';

/** An empty database under test. */
export interface Subject {
  /** Opens a store on it, closed by the test. */
  open(): Promise<Store>;
}

/** Makes a fresh database, torn down by the test. */
export type MakeSubject = (t: Test) => Promise<Subject>;

/** A store with a class, one lecture, and the users `teacher` and `student` in it. */
export interface Classroom {
  store: Store;
  open: Subject['open'];
  of: OwnClass;
  lecture: Lecture;
}

export const text = (words: string): MessageText => ({
  ko: { result: `${words} (ko)`, status: 200 },
  en: { result: words, status: 202 },
});

export const said = ({ items }: { items: { text: MessageText }[] }): string[] =>
  items.map((message) => message.text.en.result);

/** The id of nothing. */
export const nowhere = 1_000_000;

export async function makeClassroom(t: Test, make: MakeSubject): Promise<Classroom> {
  const { open } = await make(t);
  const store = await open();
  await store.saveUser({ id: 'teacher', name: 'Ms Kim' });
  await store.saveUser({ id: 'student', name: 'Ann' });
  const { value: of } = await store.createClass({ instructorId: 'teacher', title: 'Logic', subtitle: 'I' });
  await store.enroll({ classUuid: of.uuid, userId: 'student', memberType: 'student' });
  const { value: lecture } = await store.createLecture({
    classUuid: of.uuid,
    lectureDate: '2026-03-02',
    lectureName: 'Syllogisms',
    playlist: 'abc,def',
  });
  return { store, open, of, lecture };
}

export const chat = ({ store, lecture }: Classroom, words: string) =>
  store.addChatMessage({
    lectureId: lecture.id,
    senderId: 'student',
    dateStr: '9:41',
    text: text(words),
  });

export const mark = ({ store, lecture }: Classroom, videoIndex = 0, time = 1.5) =>
  store.createMarker({
    lectureId: lecture.id,
    creatorId: 'student',
    markerType: 'Question',
    videoIndex,
    time,
  });

export const refused = (t: Test, code: string, call: Promise<unknown>): Promise<unknown> =>
  t.rejects(call, { name: 'Refusal', code });

/**
 * Makes many changes, a few at once. A store gives up a change that waits long for a connection to its database, as
 * those at the end of a long queue do on a busy machine.
 */
export async function inBatches<T>(items: T[], change: (item: T) => Promise<unknown>): Promise<void> {
  const size = 8;
  for (let start = 0; start < items.length; start += size) {
    await Promise.all(items.slice(start, start + size).map(change));
  }
}
