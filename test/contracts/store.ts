import type { Test } from 'tap';
import { PAGE, type Page, type PageQuery } from '../../server/store/store.js';
import { auditContract } from './store-audit.js';
import { browserContract } from './store-browsers.js';
import { calendarContract } from './store-calendar.js';
import {
  chat,
  inBatches,
  type MakeSubject,
  makeClassroom,
  mark,
  nowhere,
  refused,
  said,
  text,
} from './store-classroom.js';
import { correctionContract } from './store-corrections.js';
import { deletionContract } from './store-deletions.js';
import { exclusionContract } from './store-exclusions.js';
import { membershipContract } from './store-memberships.js';
import { orderContract } from './store-order.js';
import { outboxContract } from './store-outbox.js';
import { privateMessageContract } from './store-private-messages.js';
import { requestContract } from './store-requests.js';
import { revocationContract } from './store-revocations.js';
import { roomContract } from './store-rooms.js';
import { userDataContract } from './store-user-data.js';
import { voiceMessageContract } from './store-voice-messages.js';
import { voteContract } from './store-votes.js';
import { webhookContract } from './store-webhooks.js';

/** Requirements for every store, as server/store/store.ts describes them. */
export function storeContract(t: Test, make: MakeSubject): void {
  keepingContract(t, make);
  requestContract(t, make);
  outboxContract(t, make);
  roomContract(t, make);
  exclusionContract(t, make);
  orderContract(t, make);
  revocationContract(t, make);
  auditContract(t, make);
  correctionContract(t, make);
  deletionContract(t, make);
  membershipContract(t, make);
  userDataContract(t, make);
  voteContract(t, make);
  privateMessageContract(t, make);
  voiceMessageContract(t, make);
  browserContract(t, make);
  calendarContract(t, make);
  webhookContract(t, make);
  commitContract(t, make);
}

function keepingContract(t: Test, make: MakeSubject): void {
  const classroom = (t: Test) => makeClassroom(t, make);

  t.test('a user is stored, and replaced when saved again', async (t) => {
    const store = await (await make(t)).open();
    t.equal(await store.user('ann'), undefined);
    const saved = await store.saveUser({ id: 'ann', name: 'Ann', photo: '/ann.png' });
    t.same(saved, { value: { id: 'ann', name: 'Ann', photo: '/ann.png' }, repeated: false });
    t.same(await store.user('ann'), saved.value);
    await store.saveUser({ id: 'ann', name: 'Anna' });
    t.strictSame(await store.user('ann'), { id: 'ann', name: 'Anna' });
  });

  t.test('a session is stored until it is deleted or expires', async (t) => {
    const subject = await make(t);
    const store = await subject.open();
    t.equal(await store.session('ann'), undefined);
    const kept = { clientId: 'ann', record: '{"generation":1}', expires: Date.now() + 60_000 };
    await store.saveSession(kept);
    t.strictSame(await store.session('ann'), kept);
    await store.saveSession({ ...kept, record: '{"generation":2}' });
    t.equal((await store.session('ann'))?.record, '{"generation":2}', 'the last one counts');
    await store.saveSession({ clientId: 'bob', record: '{}', expires: Date.now() - 1 });
    t.equal(await store.session('bob'), undefined, 'an expired one is gone');
    await store.deleteSession({ clientId: 'ann' });
    t.equal(await store.session('ann'), undefined);
  });

  t.test('a single-use token is consumed once', async (t) => {
    const store = await (await make(t)).open();
    const token = { tokenId: 'one', expires: Date.now() + 60_000 };
    const uses = await Promise.allSettled([store.consumeToken(token), store.consumeToken(token)]);
    t.same(
      uses.map(({ status }) => status).sort(),
      ['fulfilled', 'rejected'],
      'one of two concurrent calls succeeds',
    );
    await refused(t, 'conflict', store.consumeToken(token));
    await store.consumeToken({ ...token, tokenId: 'two' });
  });

  t.test('only the first secret is stored', async (t) => {
    const subject = await make(t);
    const [one, other] = [await subject.open(), await subject.open()];
    const kept = await Promise.all([one.ensureSecret({ secret: 'a' }), other.ensureSecret({ secret: 'b' })]);
    t.equal(new Set(kept.map(({ value }) => value)).size, 1);
    t.equal((await other.ensureSecret({ secret: 'c' })).value, kept[0].value);
  });

  t.test('the user who creates a class is its instructor', async (t) => {
    const { store, of } = await classroom(t);
    t.match(of, { title: 'Logic', subtitle: 'I', memberType: 'instructor', uuid: /^[0-9a-f-]{36}$/ });
    t.same(await store.class(of.uuid), { uuid: of.uuid, title: 'Logic', subtitle: 'I' });
    const teacher = { user: { id: 'teacher', name: 'Ms Kim' }, memberType: 'instructor' };
    t.same(await store.instructors(of.uuid), [teacher]);
    t.same(await store.member(of.uuid, 'teacher'), teacher);
    t.same(await store.classes('teacher'), { items: [of] });
    t.equal(await store.class('no-such-class'), undefined);
    t.same(await store.instructors('no-such-class'), []);
    await refused(t, 'not-found', store.createClass({ instructorId: 'nobody', title: 'x', subtitle: '' }));
    t.same(await store.classes('nobody'), { items: [] });
  });

  t.test('a user can be enrolled in a class once', async (t) => {
    const { store, of } = await classroom(t);
    const student = { classUuid: of.uuid, userId: 'student', memberType: 'student' } as const;
    t.same(await store.classes('student'), { items: [{ ...of, memberType: 'student' }] });
    await refused(t, 'conflict', store.enroll(student));
    await refused(t, 'conflict', store.enroll({ ...student, memberType: 'instructor' }));
    t.equal((await store.member(of.uuid, 'student'))?.memberType, 'student');
    await refused(t, 'not-found', store.enroll({ ...student, classUuid: 'no-such-class' }));
    await refused(t, 'not-found', store.enroll({ ...student, userId: 'nobody' }));
    t.equal(await store.member(of.uuid, 'nobody'), undefined);
  });

  t.test('members are listed in the order of their enrollment, page by page', async (t) => {
    const { store, of } = await classroom(t);
    for (const id of ['u3', 'u2', 'u1']) {
      await store.saveUser({ id, name: id });
      await store.enroll({ classUuid: of.uuid, userId: id, memberType: 'student' });
    }
    const ids: string[] = [];
    let pages = 0;
    let after: number | undefined;
    do {
      const page = await store.members(of.uuid, { limit: 2, after });
      ids.push(...page.items.map(({ user }) => user.id));
      after = page.after;
      pages += 1;
    } while (after !== undefined);
    t.same(ids, ['teacher', 'student', 'u3', 'u2', 'u1']);
    t.equal(pages, 3);
  });

  t.test('a lecture starts not live, and changes the given properties', async (t) => {
    const { store, of, lecture } = await classroom(t);
    t.match(lecture, { classUuid: of.uuid, lectureName: 'Syllogisms', playlist: 'abc,def' });
    t.match(lecture, { isLive: false, videoIdx: 0, speech: 'everyone', lectureDate: '2026-03-02' });
    const { value: live } = await store.updateLecture({ id: lecture.id, isLive: true, videoIdx: 3 });
    t.same(live, { ...lecture, isLive: true, videoIdx: 3 });
    t.same(await store.lecture(lecture.id), live);
    t.same((await store.updateLecture({ id: lecture.id })).value, live);
    const { value: quiet } = await store.updateLecture({
      id: lecture.id,
      speech: 'instructor',
      playlist: 'ghi',
    });
    t.same(quiet, { ...live, speech: 'instructor', playlist: 'ghi' });
    await refused(t, 'not-found', store.updateLecture({ id: nowhere, isLive: true }));
    await refused(t, 'not-found', store.createLecture({ ...lecture, classUuid: 'no-such-class' }));
    t.equal(await store.lecture(nowhere), undefined);
  });

  t.test('the live lectures of all classes are listed', async (t) => {
    const { store, lecture } = await classroom(t);
    const { value: other } = await store.createClass({ instructorId: 'student', title: 'Art', subtitle: '' });
    const { value: second } = await store.createLecture({ ...lecture, classUuid: other.uuid });
    await store.createLecture({ ...lecture, classUuid: other.uuid, speech: 'instructor' });
    t.same(await store.liveLectures(), { items: [] });
    for (const { id } of [lecture, second]) await store.updateLecture({ id, isLive: true });
    const ids = (await store.liveLectures()).items.map(({ id }) => id);
    t.same(ids, [lecture.id, second.id]);
    t.equal((await store.lectures(other.uuid)).items.length, 2);
  });

  t.test('chat is read from the newest page to the oldest, each message once', async (t) => {
    const room = await classroom(t);
    const { store, lecture } = room;
    t.same(await store.chatMessages(lecture.id), { items: [] });
    const all = Array.from({ length: 7 }, (_, number) => `message ${number}`);
    for (const words of all) await chat(room, words);
    const pages = await everyPage((query) => store.chatMessages(lecture.id, { ...query, limit: 3 }));
    t.same(pages.map(said), [all.slice(4), all.slice(1, 4), all.slice(0, 1)]);
    t.match(pages[2]?.items[0], {
      dateStr: '9:41',
      text: text('message 0'),
      senderId: 'student',
      senderName: 'Ann',
    });

    const [newest] = pages;
    await chat(room, 'while reading');
    const older = await store.chatMessages(lecture.id, { limit: 3, before: newest?.before });
    t.same(said(older), all.slice(1, 4), 'a new message meanwhile shifts nothing');
    t.same(await store.chatMessages(nowhere), { items: [] });
  });

  t.test('a page has 50 items by default, and at most 200', async (t) => {
    const room = await classroom(t);
    const numbers = Array.from({ length: PAGE.maxSize + 5 }, (_, number) => number);
    await inBatches(numbers, (number) => chat(room, String(number)));
    const read = async (query?: PageQuery) =>
      (await room.store.chatMessages(room.lecture.id, query)).items.length;
    t.equal(await read(), PAGE.defaultSize);
    t.equal(await read({ limit: 1_000_000 }), PAGE.maxSize);
    t.equal(await read({ limit: 0 }), 1);
  });

  t.test('messages have the current name of their sender', async (t) => {
    const room = await classroom(t);
    t.equal((await chat(room, 'hello')).value.senderName, 'Ann');
    await room.store.saveUser({ id: 'student', name: 'Anna' });
    t.equal((await room.store.chatMessages(room.lecture.id)).items[0]?.senderName, 'Anna');
  });

  t.test('a message needs an existing sender and lecture or marker', async (t) => {
    const { store, lecture } = await classroom(t);
    const message = { senderId: 'student', dateStr: '', text: text('lost') };
    await refused(t, 'not-found', store.addChatMessage({ ...message, lectureId: nowhere }));
    await refused(
      t,
      'not-found',
      store.addChatMessage({ ...message, lectureId: lecture.id, senderId: 'nobody' }),
    );
    await refused(t, 'not-found', store.addMarkerMessage({ ...message, markerId: nowhere }));
    t.same(await store.chatMessages(lecture.id), { items: [] });
  });

  t.test('markers are listed by video', async (t) => {
    const room = await classroom(t);
    const { store, lecture, of } = room;
    const { value: first } = await mark(room, 0, 12.25);
    t.match(first, { classUuid: of.uuid, lectureId: lecture.id, videoIndex: 0, time: 12.25 });
    t.match(first, { markerType: 'Question', creatorId: 'student', creatorName: 'Ann', createdAt: Number });
    const { value: second } = await mark(room, 1, 0);
    const { value: third } = await mark(room, 0, 3);
    t.same(await store.markers(lecture.id, 0), { items: [first, third] });
    t.same(await store.markers(lecture.id, 1), { items: [second] });
    t.same(await store.markers(lecture.id, 2), { items: [] });
    t.same(await store.markers(lecture.id, undefined), { items: [first, second, third] });
    t.same(await store.marker(second.id), second);
    const pages = await everyPage((query) => store.markers(lecture.id, 0, { ...query, limit: 1 }));
    t.same(
      pages.map(({ items }) => items),
      [[third], [first]],
    );
    await refused(
      t,
      'not-found',
      store.createMarker({
        lectureId: nowhere,
        creatorId: 'student',
        markerType: 'Discussion',
        videoIndex: 0,
        time: 0,
      }),
    );
  });

  t.test('deleting a marker deletes its messages, and its ID is not reused', async (t) => {
    const room = await classroom(t);
    const { store } = room;
    const { value: kept } = await mark(room);
    const { value: gone } = await mark(room);
    const answer = async (markerId: number, words: string) =>
      (await store.addMarkerMessage({ markerId, senderId: 'teacher', dateStr: 'now', text: text(words) }))
        .value;
    const first = await answer(kept.id, 'one');
    await answer(gone.id, 'two');
    await answer(kept.id, 'three');
    t.match(first, { senderName: 'Ms Kim', text: text('one'), messageId: Number });
    t.same((await store.deleteMarker({ markerId: gone.id })).value, gone);
    t.equal(await store.marker(gone.id), undefined);
    t.same(await store.markerMessages(gone.id), { items: [] });
    t.same(said(await store.markerMessages(kept.id)), ['one', 'three']);
    const pages = await everyPage((query) => store.markerMessages(kept.id, { ...query, limit: 1 }));
    t.same(pages.map(said), [['three'], ['one']]);
    await refused(t, 'not-found', store.deleteMarker({ markerId: gone.id }));
    t.ok((await mark(room)).value.id > gone.id);
  });

  t.test('attendance has a span for each stay, with close ones merged', async (t) => {
    const { store, lecture } = await classroom(t);
    const come = async (userId: string, at: number) =>
      (await store.startAttendance({ lectureId: lecture.id, userId, at })).value;
    const stay = (spanIds: number[], at: number) => store.extendAttendance({ spanIds, at });
    const student = await come('student', 1000);
    const teacher = await come('teacher', 2000);
    await stay([student, teacher, nowhere], 5000);
    await stay([student], 4000);
    await stay([await come('student', 6000)], 7000);
    await stay([], 8000);
    const read = async (mergeGap: number) => (await store.attendance(lecture.id, { mergeGap })).items;
    t.same(await read(999), [
      {
        user: { id: 'student', name: 'Ann' },
        spans: [
          { from: 1000, to: 5000 },
          { from: 6000, to: 7000 },
        ],
      },
      { user: { id: 'teacher', name: 'Ms Kim' }, spans: [{ from: 2000, to: 5000 }] },
    ]);
    t.same((await read(1000))[0]?.spans, [{ from: 1000, to: 7000 }]);
    const first = await store.attendance(lecture.id, { mergeGap: 0, limit: 1 });
    const second = await store.attendance(lecture.id, { mergeGap: 0, limit: 1, after: first.after });
    t.same([...first.items, ...second.items], await read(0));
    t.equal(second.after, undefined);
    await refused(t, 'not-found', store.startAttendance({ lectureId: nowhere, userId: 'student', at: 0 }));
    t.same(await store.attendance(nowhere, { mergeGap: 0 }), { items: [] });
  });
}

function commitContract(t: Test, make: MakeSubject): void {
  const classroom = (t: Test) => makeClassroom(t, make);

  t.test('texts are stored unchanged, except characters that databases cannot store', async (t) => {
    const room = await classroom(t);
    const odd = `'"; drop table users; -- %s \\ \n\t 한국어 👩‍🏫 ${'x'.repeat(4096)}`;
    const { value } = await chat(room, odd);
    t.same(said({ items: [value] }), [odd]);
    t.same(said(await room.store.chatMessages(room.lecture.id)), [odd]);
    await room.store.saveUser({ id: 'nul\0', name: 'a\0b\uD800c' });
    t.same(await room.store.user('nul\0'), { id: 'nul\uFFFD', name: 'a\uFFFDb\uFFFDc' });
  });

  t.test('a rejected change does not affect concurrent ones', async (t) => {
    const room = await classroom(t);
    const { store, lecture } = room;
    const outcomes = await Promise.allSettled(
      Array.from({ length: 30 }, (_, number) =>
        store.addChatMessage({
          lectureId: number % 3 === 0 ? nowhere : lecture.id,
          senderId: 'student',
          dateStr: '',
          text: text(String(number)),
        }),
      ),
    );
    t.same(
      outcomes.map(({ status }) => status === 'rejected'),
      outcomes.map((_, number) => number % 3 === 0),
    );
    t.equal(said(await store.chatMessages(lecture.id)).length, 20);
  });

  t.test('another node sees committed data, and recognizes repeated requests', async (t) => {
    const room = await classroom(t);
    const other = await room.open();
    const request = { clientId: 'a', id: 1 };
    await chat(room, 'hello');
    t.same(said(await other.chatMessages(room.lecture.id)), ['hello']);
    await room.store.saveUser({ id: 'x', name: 'X' }, request);
    t.equal((await other.saveUser({ id: 'x', name: 'X' }, request)).repeated, true);
  });

  t.test('closing completes pending calls, and rejects later ones', async (t) => {
    const room = await classroom(t);
    const asked = Promise.all(['a', 'b', 'c'].map((words) => chat(room, words)));
    await Promise.all([asked, room.store.close()]);
    await refused(t, 'unavailable', room.store.user('student'));
    await refused(t, 'unavailable', room.store.check());
    await room.store.close();
    const again = await room.open();
    await again.check();
    t.equal(said(await again.chatMessages(room.lecture.id)).length, 3);
  });
}

/** Reads all pages, newest first. */
async function everyPage<T>(read: (query: PageQuery) => Promise<Page<T>>): Promise<Page<T>[]> {
  const pages: Page<T>[] = [];
  let before: number | undefined;
  do {
    const page = await read({ before });
    pages.push(page);
    before = page.before;
  } while (before !== undefined);
  return pages;
}
