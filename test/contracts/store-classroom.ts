import type { Test } from 'tap';
import type { EnrolledClass, Lecture, MessageText, Store } from '../../server/store/store.js';

/** An empty database to test. */
export interface Subject {
  /** Opens a store on the database. The test closes it. */
  open(): Promise<Store>;
}

/** Creates an empty database. The test removes it. */
export type MakeSubject = (t: Test) => Promise<Subject>;

/** Opens a store with a class, one lecture, and the users `teacher` and `student` in the class. */
export interface Classroom {
  store: Store;
  open: Subject['open'];
  of: EnrolledClass;
  lecture: Lecture;
}

export const text = (words: string): MessageText => ({
  ko: { result: `${words} (ko)`, status: 200 },
  en: { result: words, status: 202 },
});

export const said = ({ items }: { items: { text: MessageText }[] }): string[] =>
  items.map((message) => message.text.en.result);

/** An ID that no object has. */
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
 * Makes many changes, a few at a time. On a busy machine, changes at the end of a long queue would wait for a database
 * connection for longer than the store allows.
 */
export async function inBatches<T>(items: T[], change: (item: T) => Promise<unknown>): Promise<void> {
  const size = 8;
  for (let start = 0; start < items.length; start += size) {
    await Promise.all(items.slice(start, start + size).map(change));
  }
}
