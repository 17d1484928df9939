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

  t.test('a question is marked as answered by its creator or the instructor', async (t) => {
    const { teacher, students, lecture } = await startLecture(t, server, 2);
    const [first, second] = students;
    if (!first || !second) throw new Error('expected two students');
    const made = (await ask(first, 'CreateMarker', { ...lecture, marker })).marker;
    const named = { ...lecture, markerId: made.id };
    t.equal(await refusal(second, 'SetMarkerAnswered', { ...named, answered: true }), 403);
    t.same(await ask(teacher, 'SetMarkerAnswered', { ...named, answered: true }), {
      markerId: made.id,
      answered: true,
      status: 200,
    });
    t.match((await second.client.next('SetMarkerAnswered')).data, { markerId: made.id, answered: true });
    t.same((await ask(second, 'GetMarkers', lecture)).markers, [{ ...made, answered: true }]);
    t.match(await ask(first, 'SetMarkerAnswered', { ...named, answered: false }), { answered: false });
    t.same((await ask(second, 'GetMarkers', lecture)).markers, [made]);
    t.equal(
      await refusal(first, 'SetMarkerAnswered', { ...named, markerId: made.id + 1, answered: true }),
      404,
    );
  });

  t.test('every user has one vote for a question, and can withdraw it', async (t) => {
    const { teacher, students, lecture } = await startLecture(t, server, 2);
    const [first, second] = students;
    if (!first || !second) throw new Error('expected two students');
    const made = (await ask(first, 'CreateMarker', { ...lecture, marker })).marker;
    const named = { ...lecture, markerId: made.id };
    const vote = (user: typeof first, vote: boolean) => ask(user, 'VoteMarker', { ...named, vote });
    /** Waits for the message with a number of votes; earlier ones can contain earlier numbers. */
    const announced = async (votes: number) => {
      const { data } = await teacher.client.next('MarkerVotes');
      const [found] = data.votes;
      t.equal(found?.markerId, made.id);
      if (found?.votes !== votes) await announced(votes);
    };
    const reply = { markerId: made.id, status: 200 };
    t.same(await vote(first, true), { ...reply, voted: true, votes: 1 });
    t.same(await vote(first, true), { ...reply, voted: true, votes: 1 });
    t.same(await vote(second, true), { ...reply, voted: true, votes: 2 });
    await announced(2);
    t.same((await ask(first, 'GetMarkers', lecture)).markers, [{ ...made, votes: 2, voted: true }]);
    t.same((await ask(teacher, 'GetMarkers', lecture)).markers, [{ ...made, votes: 2 }]);
    t.same(await vote(first, false), { ...reply, voted: false, votes: 1 });
    await announced(1);
  });

  t.test('discussions have no votes, and are not marked as answered', async (t) => {
    const { teacher, lecture } = await startLecture(t, server, 0);
    const topic = { ...marker, markerType: 'Discussion' } as const;
    const { id: markerId } = (await ask(teacher, 'CreateMarker', { ...lecture, marker: topic })).marker;
    t.equal(await refusal(teacher, 'VoteMarker', { ...lecture, markerId, vote: true }), 409);
    t.equal(await refusal(teacher, 'SetMarkerAnswered', { ...lecture, markerId, answered: true }), 409);
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
    t.equal(await refusal(stranger, 'VoteMarker', { ...lecture, markerId, vote: true }), 403);
    t.equal(await refusal(stranger, 'GetMarkers', { ...lecture, videoIndex: 0 }), 403);
    t.equal(await refusal(stranger, 'GetMarkerMessages', { markerId }), 404);
    t.equal(await refusal(stranger, 'TimeMarkerClicked', { markerId, markerType: 'Question' }), 404);
    const other = await startLecture(t, server, 0);
    const words = { ...other.lecture, markerTextMessage: { markerId, message: 'hello' } };
    t.equal(await refusal(other.teacher, 'MarkerTextMessage', words), 404);
    const elsewhere = { ...other.lecture, markerId };
    t.equal(await refusal(other.teacher, 'DeleteMarker', elsewhere), 404);
    t.equal(await refusal(other.teacher, 'VoteMarker', { ...elsewhere, vote: true }), 404);
    t.equal(await refusal(other.teacher, 'SetMarkerAnswered', { ...elsewhere, answered: true }), 404);
  });
});
