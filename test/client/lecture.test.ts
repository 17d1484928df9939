import { Lecture, type LectureEvents, Manager, RequestError } from 'lectern-client';
import type { Options } from 'lectern-protocol/options';
import t, { type Test } from 'tap';
import { connect } from '../helpers/client.js';
import { startServer } from '../helpers/server.js';
import { once, online, until } from './online.js';
import { FakeNetwork } from './peer/fake-transport.js';
import { ManualClock } from './support.js';

/** A teacher and a student in one lecture. */
async function lesson(t: Test, options: Partial<Options> = {}) {
  const server = await startServer(t, options);
  const [teacher, student] = [await online(t, server.url), await online(t, server.url)];
  const { class: made } = (await teacher.request('CreateClass', { title: 'Algebra' })).data;
  const classUuid = made.uuid;
  await student.request('EnrollClass', { classUuid });
  const given = { classUuid, lectureDate: '2026-11-21', lectureName: 'Numbers', playlist: 'a.mp4, b.mp4' };
  const lectureId = (await teacher.request('CreateLecture', given)).data.lecture.id;
  const named = { classUuid, lectureId };
  const [taught, attended] = [new Lecture(teacher, named), new Lecture(student, named)];
  await taught.join();
  await attended.join();
  return { server, teacher, student, taught, attended, named };
}

t.test('a lecture knows its participants and its title', async (t) => {
  const { taught, attended } = await lesson(t);
  const { lecture, members } = await until(taught, (state) => state.members.length === 2);
  t.match(lecture, { lectureName: 'Numbers', isLive: false });
  t.same(members.map(({ memberType }) => memberType).sort(), ['instructor', 'student']);
  t.match(attended.state.user, { memberType: 'student', connected: true });
  t.equal(attended.state.translator, undefined);
});

t.test('a lecture loads all pages of its members', async (t) => {
  // So many clients keep a busy machine from answering in time, and those that are disconnected leave the lecture.
  const { server, teacher, student, named } = await lesson(t, { heartbeatTimeout: 3600 });
  const { classUuid } = named;
  const others = 201;
  const join = async () => {
    const client = await connect(t, server.wsUrl('/ws'));
    await client.request('EnrollClass', { classUuid });
    await client.request('JoinLecture', named);
  };
  await Promise.all(Array.from({ length: others }, join));
  const late = new Lecture(student, named);
  await late.join();
  const { members } = await until(late, (state) => state.members.length === others + 2);
  t.equal(new Set(members.map(({ userId }) => userId)).size, others + 2, 'each once');
  const { data } = await teacher.request('GetActiveLectureMember', named);
  t.match(data, { members: { length: 200 }, after: String });
  const taught = new Lecture(teacher, named);
  for (const list of [await taught.attendance(), await taught.present(), await taught.classMembers()])
    t.equal(new Set(list.map(({ userId }) => userId)).size, others + 2);
});

t.test('a lecture knows the translation provider', async (t) => {
  const { attended } = await lesson(t, { translation: 'libretranslate' });
  t.equal(attended.state.translator, 'libretranslate');
});

t.test('playback changes reach every participant, including the instructor', async (t) => {
  const { taught, attended } = await lesson(t);
  const moved = once<{ position: number; rate: number }>((done) => attended.on('playback', done));
  await taught.seek(30, 1.5);
  t.match(await moved, { position: 30, rate: 1.5 });
  t.match(taught.state.playback, { position: 30, rate: 1.5, playing: false });
  await taught.play();
  await until(attended, ({ playback }) => playback?.playing === true);
  await taught.selectVideo(1);
  const state = await until(attended, ({ lecture }) => lecture?.videoIdx === 1);
  t.match(state.playback, { videoIdx: 1, position: 0 });
  t.equal(taught.state.lecture?.videoIdx, 1);
});

t.test('the instructor changes the lecture, and everyone follows', async (t) => {
  const { taught, attended } = await lesson(t);
  await taught.selectVideo(1);
  const updated = once<object>((done) => attended.on('updated', done));
  await taught.update({ lectureName: 'Fractions', playlist: 'b.mp4' });
  const change = { lectureName: 'Fractions', lectureDate: '2026-11-21', playlist: 'b.mp4' };
  t.strictSame(await updated, change);
  t.match(attended.state, { lecture: { ...change, videoIdx: 0 }, playback: { videoIdx: 0 } });
  t.match(taught.state, { lecture: change, playback: { videoIdx: 0 } });
  await t.rejects(attended.update({ lectureName: 'Mine' }), { code: 'forbidden' });
});

t.test('chat messages are deleted for everyone', async (t) => {
  const { taught, attended, named } = await lesson(t);
  const { messageId } = await attended.say('one');
  await attended.say('two');
  const deleted = once<object>((done) => taught.on('chatDeleted', done));
  await attended.deleteMessage(messageId);
  t.strictSame(await deleted, { messageId });
  const cleared = once<object>((done) => attended.on('chatCleared', done));
  await taught.clearChat();
  t.strictSame(await cleared, named);
  t.same((await attended.chat()).messages, []);
});

t.test('private messages are received as messages of the chat', async (t) => {
  const { taught, attended } = await lesson(t);
  const next = (lecture: Lecture) => once<LectureEvents['chat']>((done) => lecture.on('chat', done));
  const [told, own] = [next(taught), next(attended)];
  const question = await attended.sayPrivately('May I leave?');
  t.match(question, { private: { userId: attended.state.user?.userId } });
  t.strictSame(await told, question);
  t.strictSame(await own, question);
  const answered = next(attended);
  const answer = await taught.sayPrivately('Yes', question.senderId);
  t.strictSame(await answered, answer);
  t.same((await attended.chat()).messages, [question, answer]);
});

t.test('a lecture that is no longer live is back at its beginning', async (t) => {
  const { taught, attended } = await lesson(t);
  await taught.setLive(true);
  await taught.selectVideo(1);
  await taught.seek(30, 1.5);
  await taught.play();
  await until(attended, ({ lecture, playback }) => lecture?.isLive === true && playback?.playing === true);
  await taught.setLive(false);
  const state = await until(attended, ({ lecture }) => lecture?.isLive === false);
  const beginning = { videoIdx: 0, position: 0, rate: 1, playing: false };
  t.match(state.playback, beginning);
  t.equal(state.lecture?.videoIdx, 0);
  await attended.join();
  t.match(attended.state.playback, beginning, 'as on the server');
});

t.test('a refused instructor action is an error', async (t) => {
  const { attended } = await lesson(t);
  await t.rejects(attended.play(), RequestError);
  await t.rejects(attended.setLive(true), { code: 'forbidden' });
});

t.test('hands and the right to speak', async (t) => {
  const { taught, attended } = await lesson(t);
  const userId = attended.state.user?.userId ?? '';
  await attended.raiseHand();
  await until(taught, ({ hands }) => hands.some((hand) => hand.userId === userId));
  t.ok(attended.maySpeak);
  await taught.setSpeechMode('instructor');
  await until(attended, ({ speech }) => speech.mode === 'instructor');
  t.notOk(attended.maySpeak);
  t.notOk(taught.mayBeHeard(userId));
  await taught.grantSpeech(userId);
  await until(attended, ({ speech, hands }) => speech.granted.includes(userId) && hands.length === 0);
  t.ok(attended.maySpeak);
  t.ok(taught.mayBeHeard(userId));
  await taught.revokeSpeech(userId);
  await until(attended, ({ speech }) => !speech.granted.includes(userId));
});

t.test('chat, voice messages and markers arrive as events and are read in pages', async (t) => {
  const { taught, attended } = await lesson(t);
  const heard = once<{ messageId: number }>((done) => taught.on('chat', done));
  const said = await attended.say('안녕하세요');
  t.same(await heard, said);
  t.same((await taught.chat()).messages, [said]);
  const spoken = once<{ arrayBuffer: string }>((done) => taught.on('spoken', done));
  await attended.speak('AAEC');
  t.match(await spoken, { arrayBuffer: 'AAEC' });
  const reacted = once<object>((done) => attended.on('reactions', done));
  await taught.react('clap');
  t.same(await reacted, [{ reaction: 'clap', count: 1 }]);
  const pinned = once<{ id: number }>((done) => taught.on('marker', done));
  const marker = await attended.createMarker({ markerType: 'Question', videoIndex: 0, time: 12 });
  t.same(await pinned, marker);
  await t.resolves(taught.clickMarker(marker));
  await t.rejects(taught.clickMarker({ ...marker, id: marker.id + 1 }), { code: 'not-found' });
  const answered = once<object>((done) => attended.on('markerAnswered', done));
  await taught.setMarkerAnswered(marker.id);
  t.same(await answered, { markerId: marker.id, answered: true });
  const votes = once<object>((done) => taught.on('markerVotes', done));
  t.equal(await attended.voteMarker(marker.id), 1);
  t.same(await votes, [{ markerId: marker.id, votes: 1 }]);
  const written = once<{ markerId: number }>((done) => attended.on('markerText', done));
  const answer = await taught.writeAtMarker(marker.id, 'because');
  t.match(await written, { markerId: marker.id, savedMessage: answer });
  t.same((await attended.markerMessages(marker.id)).textMessages, [answer]);
  const seen = { ...marker, answered: true, votes: 1, voted: true };
  t.same((await attended.markers(0)).markers, [seen]);
  const gone = once<{ markerId: number }>((done) => taught.on('markerDeleted', done));
  await attended.deleteMarker(marker.id);
  t.same(await gone, { markerId: marker.id });
});

t.test('a Manager on the lecture’s room carries its voices and its text', async (t) => {
  const { teacher, student, taught, attended } = await lesson(t);
  const network = new FakeNetwork(new ManualClock());
  const managers = [
    new Manager(teacher, { username: 'Ada', room: taught.roomId, createTransport: network.create }),
    new Manager(student, { username: 'Bo', room: attended.roomId, createTransport: network.create }),
  ] as const;
  const connected = managers.map((manager) =>
    once<unknown>((done) =>
      manager.on('participant', (participant) => participant.state === 'connected' && done(participant)),
    ),
  );
  for (const manager of managers) manager.start();
  await Promise.all(connected);
  const heard = once<{ username: string; data: { text: string } }>((done) => managers[1].on('text', done));
  await managers[0].sendText('hello');
  t.match(await heard, { username: 'Ada', data: { text: 'hello' } });
  for (const manager of managers) manager.leave();
  t.equal(teacher.state.name, 'open', 'the connection is the lecture’s, which stays open');
});

t.test('a removed student is informed, and can join again once readmitted', async (t) => {
  const { taught, attended } = await lesson(t);
  const userId = attended.state.user?.userId ?? '';
  const out = once<LectureEvents['dropped']>((done) => attended.on('dropped', done));
  await taught.drop(userId);
  t.same(await out, { userId, self: true, scope: 'lecture' });
  t.notOk(attended.state.joined);
  await until(taught, ({ members }) => members.length === 1);
  t.equal((await taught.attendance()).length, 2);
  await t.rejects(attended.join(), { code: 'forbidden', data: { removed_from: 'lecture' } });
  const { exclusions } = await taught.exclusions();
  t.match(exclusions, [{ userId, scope: 'lecture' }]);
  for (const each of exclusions) await taught.readmit(each);
  await attended.join();
  t.ok(attended.state.joined);
  const { entries } = await taught.auditLog();
  t.match(entries, [{ action: 'remove' }, { action: 'readmit', targetId: userId }]);
});

t.test('a student who is banned in another lecture of the class is informed', async (t) => {
  const { teacher, student, taught, attended, named } = await lesson(t);
  const { classUuid } = named;
  const given = { classUuid, lectureDate: '2026-11-22', lectureName: 'Sets', playlist: 'a.mp4' };
  const lectureId = (await teacher.request('CreateLecture', given)).data.lecture.id;
  const second = new Lecture(student, { classUuid, lectureId });
  await second.join();
  const userId = attended.state.user?.userId ?? '';
  const out = [attended, second].map((lecture) =>
    once<LectureEvents['dropped']>((done) => lecture.on('dropped', done)),
  );
  await taught.drop(userId, 'class');
  const expected = { userId, self: true, scope: 'class' };
  t.same(await Promise.all(out), [expected, expected]);
  await t.rejects(second.join(), { code: 'forbidden', data: { removed_from: 'class' } });
});

t.test('a student becomes an instructor and a student again, and leaves or is removed', async (t) => {
  const { taught, attended, named } = await lesson(t);
  const userId = attended.state.user?.userId ?? '';
  await t.rejects(attended.setMemberType(userId, 'instructor'), { code: 'forbidden' });
  await t.rejects(taught.leaveClass(), { code: 'conflict' });
  for (const memberType of ['instructor', 'student'] as const) {
    await taught.setMemberType(userId, memberType);
    await until(attended, ({ user }) => user?.memberType === memberType);
    await until(taught, ({ members }) =>
      members.some((each) => each.userId === userId && each.memberType === memberType),
    );
  }
  const left = once<LectureEvents['left']>((done) => attended.on('left', done));
  await attended.leaveClass();
  t.same(await left, { classUuid: named.classUuid });
  t.notOk(attended.state.joined);
  await t.rejects(attended.join(), { code: 'forbidden' });

  const other = await lesson(t);
  const removed = other.attended.state.user?.userId ?? '';
  const out = once<LectureEvents['dropped']>((done) => other.attended.on('dropped', done));
  await other.taught.removeMember(removed);
  t.same(await out, { userId: removed, self: true, scope: 'class' });
  await t.rejects(other.attended.join(), { code: 'forbidden', data: { removed_from: 'class' } });
});

t.test('everyone is informed when the instructor deletes the lecture or its class', async (t) => {
  for (const whole of [false, true]) {
    const { teacher, taught, attended, named } = await lesson(t);
    const gone = [taught, attended].map((lecture) =>
      once<LectureEvents['deleted']>((done) => lecture.on('deleted', done)),
    );
    if (whole) await teacher.request('DeleteClass', { classUuid: named.classUuid });
    else await taught.delete();
    t.same(await Promise.all(gone), [named, named]);
    t.notOk(attended.state.joined);
    await t.rejects(attended.join(), { code: 'not-found' });
  }
});

t.test('after a lost connection the lecture resumes automatically, as the same user', async (t) => {
  const { server, taught, attended, named } = await lesson(t);
  const user = attended.state.user;
  await taught.seek(40);
  const lost = until(attended, ({ joined }) => !joined);
  // The server disconnects every client with a request to reconnect immediately, as in a restart.
  const port = Number(new URL(server.url).port);
  await server.server.close({ spread: 0 });
  await lost;
  await startServer(t, { port, data: server.server.options.data });
  const state = await until(attended, ({ joined }) => joined);
  t.same(state.user?.userId, user?.userId);
  t.equal(state.lecture?.id, named.lectureId);
});

t.test('a client that resumes on a server without the lecture is informed', async (t) => {
  const { server, attended } = await lesson(t);
  const refused = once<RequestError>((done) => attended.on('refused', done));
  const port = Number(new URL(server.url).port);
  await server.server.close({ spread: 0 });
  await startServer(t, { port });
  t.match(await refused, { code: 'not-found' });
  t.notOk(attended.state.joined);
});
