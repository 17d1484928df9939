import type { Test } from 'tap';
import { type MakeSubject, makeClassroom, mark, nowhere, refused } from './store-classroom.js';

/** Requirements for votes for questions and for answered questions, for every store. */
export function voteContract(t: Test, make: MakeSubject): void {
  t.test('a question has one vote of each user, and can be answered', async (t) => {
    const room = await makeClassroom(t, make);
    const { store, lecture } = room;
    const { value: first } = await mark(room);
    const { value: second } = await mark(room);
    t.match(first, { answered: false, votes: 0, voted: false });
    const vote = async (userId: string, vote: boolean, markerId = first.id) =>
      (await store.voteMarker({ markerId, userId, vote })).value;
    t.same(await vote('student', true), { markerId: first.id, votes: 1 });
    t.same(await vote('student', true), { markerId: first.id, votes: 1 });
    t.same(await vote('teacher', true), { markerId: first.id, votes: 2 });
    t.same(await vote('student', true, second.id), { markerId: second.id, votes: 1 });
    t.same(await vote('teacher', false, second.id), { markerId: second.id, votes: 1 }, 'no vote to withdraw');
    const listed = async (voterId?: string) =>
      (await store.markers(lecture.id, 0, { ...(voterId && { voterId }) })).items;
    t.match(await listed('student'), [
      { votes: 2, voted: true },
      { votes: 1, voted: true },
    ]);
    t.match(await listed('teacher'), [
      { votes: 2, voted: true },
      { votes: 1, voted: false },
    ]);
    t.match(await listed(), [
      { votes: 2, voted: false },
      { votes: 1, voted: false },
    ]);
    t.same(await vote('student', false), { markerId: first.id, votes: 1 });
    t.same(await store.markerVotes([first.id, nowhere]), [{ markerId: first.id, votes: 1 }]);
    t.same(await store.markerVotes([]), []);
    const answer = async (answered: boolean) =>
      (await store.setMarkerAnswered({ markerId: first.id, answered })).value;
    t.same(await answer(true), { ...first, answered: true, votes: 1 });
    t.same(await store.marker(first.id), { ...first, answered: true, votes: 1 });
    t.same(await answer(false), { ...first, votes: 1 });
    await refused(t, 'not-found', vote('student', true, nowhere));
    await refused(t, 'not-found', vote('nobody', true));
    await refused(t, 'not-found', store.setMarkerAnswered({ markerId: nowhere, answered: true }));
    await store.deleteMarker({ markerId: first.id });
    t.same(await store.markerVotes([first.id, second.id]), [{ markerId: second.id, votes: 1 }]);
  });
}
