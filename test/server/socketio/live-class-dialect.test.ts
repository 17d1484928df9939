import t, { type Test } from 'tap';
import { Target } from '../../helpers/conformance.js';
import { startServer } from '../../helpers/server.js';
import {
  connectSocketIo,
  type Heard,
  type SocketIoClient,
  type SocketIoOptions,
} from '../../helpers/socket-io.js';
import { ask, createClass, type Person } from '../../helpers/test-class.js';

// LiveClass uses version 4 of the client library: this is socket.io-client 4.8.

type Transport = 'polling' | 'websocket';

/** A member of a class, connected like LiveClass's page. */
class Attendee {
  constructor(
    readonly client: SocketIoClient,
    readonly person: Person,
  ) {}

  /** The member as LiveClass knows it. */
  get member() {
    return { id: this.person.userId, userId: this.person.userId };
  }

  emit(name: string, data: unknown): void {
    this.client.socket.emit(name, data);
  }

  /** The arguments of the next event of this name. */
  async next(name: string): Promise<unknown[]> {
    return (await this.client.next(name)).args;
  }

  /** Emits an event, and returns the arguments of the event that answers it. */
  ask(name: string, data: unknown): Promise<unknown[]> {
    this.emit(name, data);
    return this.next(name);
  }
}

/** A class with a teacher and a student on Socket.IO and a student on a raw WebSocket. All are in its class room. */
async function openClass(t: Test, transports: Transport[] = ['websocket']) {
  const { url } = await startServer(t, { socketIo: true });
  const { teacher, students, classUuid } = await createClass(t, new Target(url), 2);
  const [first, other] = students as [Person, Person];
  const attend = async (person: Person, shown: SocketIoOptions) => {
    person.client.close();
    const options = { transports, reconnection: true, reconnectionDelay: 1, ...shown };
    return new Attendee(await connectSocketIo(t, url, options), person);
  };
  const ada = await attend(teacher, { extraHeaders: { authorization: `Bearer ${teacher.token}` } });
  const bo = await attend(first, { auth: { token: first.token } });
  await ada.ask('JoinClass', { classUuid });
  await bo.ask('JoinClass', { classUuid });
  await ask(other, 'JoinClass', { classUuid });
  return { url, ada, bo, other, classUuid };
}

const planned = { lectureDate: '2026-11-21T09:00:00.000Z', lectureName: 'Numbers', playlist: '' };

/** A lecture in which all three take part. */
async function openLecture(t: Test) {
  const { ada, bo, other, ...rest } = await openClass(t);
  const { classUuid } = rest;
  const [created] = await ada.ask('CreateLecture', { classUuid, ...planned });
  const { id: lectureId } = (created as { lecture: { id: number } }).lecture;
  const lecture = { classUuid, lectureId };
  await ada.ask('JoinLecture', lecture);
  await ask(other, 'JoinLecture', lecture);
  await bo.ask('JoinLecture', lecture);
  return { ...rest, ada, bo, other, lecture };
}

t.test('classes and lectures', async (t) => {
  const { ada, bo, classUuid } = await openClass(t, ['polling']);
  const teacher = { ...ada.member, memberType: 'instructor', connectStatus: true };
  const [joined] = await bo.ask('JoinClass', JSON.stringify({ classUuid }));
  t.match(joined, { classUuid, instructor: teacher, status: 200 }, 'data can be a string of its JSON');
  ada.emit('GetClassMembers', { classUuid });
  // The class receives such a list whenever somebody comes or goes, also late.
  const isComplete = ({ args }: Heard) =>
    (args as [{ members: { connectStatus: boolean }[] }])[0].members.every((each) => each.connectStatus);
  const { args } = await ada.client.next('GetClassMembers', isComplete);
  const [{ members, status }] = args as [{ members: object[]; status: number }];
  t.equal(status, 200);
  t.match(members, [teacher, { ...bo.member, memberType: 'student', connectStatus: true }, {}]);
  t.notOk(members.some((each) => 'connected' in each));
  // The client sends a Date, and has no playlist yet.
  const given = { classUuid, ...planned, lectureDate: new Date(planned.lectureDate) };
  const shown = { ...planned, classUuid, LiveStatus: false, videoIdx: 0, participants: [] };
  const [created] = (await ada.ask('CreateLecture', given)) as [{ lecture: { id: number }; status: number }];
  t.match(created, { lecture: shown, status: 200 });
  t.notOk('isLive' in created.lecture);
  t.same(await bo.next('CreateLecture'), [created], 'the class is informed');
  const [{ lectures }] = (await bo.ask('GetLectures', { classUuid })) as [{ lectures: object[] }];
  t.match(lectures, [{ id: created.lecture.id, lectureName: 'Numbers', LiveStatus: false }]);
  t.same(await bo.ask('CreateLecture', given), [
    { message: 'only the instructor is allowed to do this', status: 403 },
  ]);
});

t.test('joining and leaving a lecture', async (t) => {
  const { ada, bo, other, lecture } = await openLecture(t);
  const text = { classUuid: lecture.classUuid, lectureId: `${lecture.lectureId}` };
  const [again] = await bo.ask('JoinLecture', text);
  t.match(again, {
    user: { ...bo.member, memberType: 'student', connectStatus: true },
    lecture: { id: lecture.lectureId, LiveStatus: false },
    status: 200,
  });
  const attending = async () => {
    const { members } = await ask(other, 'GetActiveLectureMember', lecture);
    return members.map(({ userId }) => userId);
  };
  const everyone = [ada.person.userId, other.userId, bo.person.userId];
  t.same(await attending(), everyone);
  const [{ members }] = (await ada.ask('GetActiveLectureMember', lecture)) as [{ members: object[] }];
  t.match(members[0], { ...ada.member, memberType: 'instructor', connectStatus: true });
  t.same(await ada.ask('SetLectureLiveStatus', { ...lecture, status: true }), [
    { liveStatus: true, status: 200 },
  ]);
  t.same(await bo.next('SetLectureLiveStatus'), [{ liveStatus: true, status: 200 }]);
  bo.emit('ExitLecture', lecture);
  // Handled after it, and not broadcast.
  await bo.ask('GetLectures', { classUuid: lecture.classUuid });
  t.same(await attending(), [ada.person.userId, other.userId]);
  await bo.ask('JoinLecture', lecture);
  t.same(await attending(), everyone);
  await other.client.drain();
  const connected = bo.client.once('connect');
  bo.client.cut();
  await other.client.next(
    'GetActiveLectureMember',
    ({ data }) => 'members' in data && data.members.length === 2,
  );
  await connected;
  t.match(await bo.ask('JoinLecture', lecture), [{ user: bo.member, status: 200 }], 'the page joins again');
  t.same(await attending(), everyone);
});

t.test('playback', async (t) => {
  const { ada, bo, other, lecture } = await openLecture(t);
  ada.emit('InstructorTimeChange', { ...lecture, newtime: 12.5 });
  t.same(await bo.next('InstructorTimeChange'), ['12.5'], 'the new time, as text');
  t.match(await other.client.next('InstructorTimeChange'), { data: { newtime: 12.5 } });
  ada.emit('InstructorPlay', { ...lecture, newtime: 12.5 });
  t.same(await bo.next('InstructorPlay'), []);
  ada.emit('InstructorPause', { ...lecture, newtime: 13 });
  t.same(await bo.next('InstructorPause'), []);
  const [selected] = await ada.ask('SelectVideo', { ...lecture, selectedVideoIdx: 2 });
  t.match(selected, { selectedVideoIdx: 2, status: 200 });
  t.same(await bo.next('SelectVideo'), [selected]);
  t.match(await bo.ask('InstructorPlay', lecture), [{ status: 403 }]);
});

t.test('chat, voice messages and markers', async (t) => {
  const { ada, bo, other, lecture } = await openLecture(t);
  const [said] = await bo.ask('LiveChatTextMessage', { ...lecture, text: 'Why?' });
  const written = { result: 'Why?', status: 200 };
  t.match(said, { message: { text: { ko: written, en: written }, senderId: bo.person.userId }, status: 200 });
  t.same(await ada.next('LiveChatTextMessage'), [said]);
  const voice = Buffer.from('voice');
  bo.emit('LiveChatAudioMessage', { ...lecture, arrayBuffer: new Uint8Array(voice).buffer });
  t.same(await ada.next('LiveChatAudioMessage'), [{ senderId: bo.person.userId, arrayBuffer: voice }]);
  t.match(await other.client.next('LiveChatAudioMessage'), {
    data: { arrayBuffer: voice.toString('base64') },
  });
  other.client.send('LiveChatAudioMessage', { ...lecture, arrayBuffer: voice.toString('base64') });
  t.same(await bo.next('LiveChatAudioMessage'), [{ senderId: other.userId, arrayBuffer: voice }]);
  const marker = { markerType: 'Question', videoIndex: 0, time: 3 };
  const [created] = (await bo.ask('CreateMarker', { ...lecture, marker })) as [{ marker: { id: number } }];
  t.match(created, { marker, status: 200 });
  t.same(await ada.next('CreateMarker'), [created]);
  const { id: markerId } = created.marker;
  t.same(await ada.ask('TimeMarkerClicked', { markerId, markerType: 'Question' }), [markerId, 'Question']);
  const [answered] = (await ada.ask('MarkerTextMessage', {
    ...lecture,
    markerTextMessage: { markerId, message: 'Because' },
  })) as [{ savedMessage: object }];
  t.match(answered, { markerId, savedMessage: { text: { en: { result: 'Because' } } }, status: 200 });
  t.same(await bo.next('MarkerTextMessage'), [answered]);
  t.same(await bo.ask('GetMarkerMessages', { markerId }), [
    { textMessages: [answered.savedMessage], status: 200 },
  ]);
  t.same(await bo.ask('GetMarkers', { ...lecture, videoIndex: 0 }), [
    { markers: [created.marker], status: 200 },
  ]);
  t.same(await bo.ask('GetMarkers', lecture), [{ markers: [created.marker], status: 200 }], 'of all videos');
  t.same(await bo.ask('DeleteMarker', { ...lecture, markerId }), [{ markerId, status: 200 }]);
  t.same(await ada.next('DeleteMarker'), [{ markerId, status: 200 }]);
});
