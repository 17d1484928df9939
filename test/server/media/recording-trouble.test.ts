import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import t from 'tap';
import { RecordingFolder } from '../../../server/classroom/recording-folder.js';
import { Target } from '../../helpers/conformance.js';
import { Janus } from '../../helpers/janus.js';
import { KeptLog } from '../../helpers/log.js';
import { carries, listen, publish } from '../../helpers/media-room.js';
import { enterNetworkNamespace } from '../../helpers/network-namespace.js';
import { serveNodes, startNodes, startShared } from '../../helpers/nodes.js';
import {
  LONG,
  mediaOf,
  ready,
  recordingsFolder,
  startRecordable,
  takePart,
  writes,
} from '../../helpers/recorded-lecture.js';
import type { TestServer } from '../../helpers/server.js';
import type { ServerProcess } from '../../helpers/server-process.js';
import { ask, createClass, type Person, person, refusal } from '../../helpers/test-class.js';

enterNetworkNamespace(import.meta.url);

const janus = await Janus.make();
t.teardown(() => janus.remove());

t.test('a full disk ends a recording, whose files are kept and converted once there is space', async (t) => {
  const log = new KeptLog();
  const started = await startRecordable(t, janus, { mediaThreshold: 0 }, log);
  const { teacher, lecture, roomId, recordings } = started;
  const [student] = started.students as [Person];
  await takePart(teacher, roomId);
  await publish(t, teacher, roomId, LONG);
  await ask(teacher, 'SetRecording', { ...lecture, record: true });
  await writes(recordings);
  const { freeBytes } = RecordingFolder.prototype;
  t.teardown(() => {
    RecordingFolder.prototype.freeBytes = freeBytes;
  });
  RecordingFolder.prototype.freeBytes = async () => -1;
  const { data } = await student.client.next('SetRecording', (message) => 'reason' in message.data);
  t.match(data, { recording: { running: false }, reason: 'full' });
  t.match(await log.line('could not process a recording; trying again'), {
    lecture: lecture.lectureId,
    err: { message: /disk of '.*' is full; free at least \d+ MiB/ },
  });
  const names = readdirSync(recordings, { recursive: true, encoding: 'utf8' });
  const file = join(recordings, names.find((name) => name.endsWith('.mjr')) ?? '');
  t.match(file, /\.mjr$/);
  t.equal(await refusal(teacher, 'SetRecording', { ...lecture, record: true }), 409);

  // The disk has space for a conversion that begins, and is full at its end.
  const answers = [Number.POSITIVE_INFINITY, -1];
  await new Promise<void>((resolve) => {
    RecordingFolder.prototype.freeBytes = async () => {
      const free = answers.shift();
      if (free === undefined) resolve();
      return free ?? -1;
    };
  });
  t.ok(existsSync(file));
  t.match(await ask(teacher, 'GetRecordings', lecture), { recordings: [{ state: 'converting', files: [] }] });
  RecordingFolder.prototype.freeBytes = freeBytes;
  t.match((await ready(started)).files, [{ userId: teacher.userId, kind: 'microphone' }]);
  // The members are told before the raw files are deleted.
  while (existsSync(file)) await pause(50);
});

t.test('what was recorded before the media server was killed is offered', async (t) => {
  const started = await startRecordable(t, janus, { mediaThreshold: 0 });
  const { teacher, lecture, roomId, recordings } = started;
  await takePart(teacher, roomId);
  await ask(teacher, 'SetRecording', { ...lecture, record: true });
  const { rtc } = await publish(t, teacher, roomId, LONG);
  await rtc.received();
  await rtc.received();
  await writes(recordings);
  await janus.stop();
  await janus.start();
  await teacher.client.next('/sfu media', ({ data }) => data.by === 'server' && data.available === true);
  // Refused if the media server took so long to start that the server has ended the recording.
  await teacher.client.request('SetRecording', { ...lecture, record: false });
  const { files } = await ready(started);
  t.match(files, [{ userId: teacher.userId, kind: 'microphone' }]);
});

t.test(
  'a recording survives the node of its instructor, and another node ends and converts it',
  async (t) => {
    const recordings = recordingsFolder(t);
    const shared = await startShared(t);
    const [{ url }] = (await startNodes(t, shared, 1, {
      ...mediaOf(janus),
      mediaThreshold: 0,
      recordings,
    })) as [TestServer];
    const [dies] = (await serveNodes(t, shared, 1, {
      LECTERN_JANUS: janus.url,
      LECTERN_JANUS_SECRET: janus.secret,
      LECTERN_JANUS_ADMIN_KEY: janus.adminKey,
      LECTERN_MEDIA_THRESHOLD: '0',
      LECTERN_RECORDINGS: recordings,
    })) as [ServerProcess];

    const { teacher, classUuid } = await createClass(t, new Target(dies.url), 0);
    const created = await ask(teacher, 'CreateLecture', {
      classUuid,
      lectureDate: '2026-11-21',
      lectureName: 'Numbers',
      playlist: 'media/sample.mp4',
    });
    const lecture = { classUuid, lectureId: created.lecture.id };
    const roomId = `lecture_${lecture.lectureId}`;
    const student = await person(t, new Target(url));
    await ask(student, 'EnrollClass', { classUuid });
    // The instructor has another tab, without which the lecture would end.
    const tab = await person(t, new Target(url), teacher.token);
    for (const each of [teacher, student, tab]) await ask(each, 'JoinLecture', lecture);
    await ask(teacher, 'SetLectureLiveStatus', { ...lecture, status: true });
    for (const each of [teacher, student]) await takePart(each, roomId);
    await ask(teacher, 'SetRecording', { ...lecture, record: true });
    const { rtc } = await publish(t, teacher, roomId, LONG);
    await writes(recordings);
    await dies.stop();
    rtc.says = 'after the crash';
    await rtc.received();

    t.match(await ask(tab, 'JoinLecture', lecture), { recording: { running: true } });
    await ask(tab, 'SetRecording', { ...lecture, record: false });
    await student.client.next('RecordingReady');
    const [recording] = (await ask(student, 'GetRecordings', lecture)).recordings;
    t.match(recording, { state: 'ready', files: [{ userId: teacher.userId, kind: 'microphone' }] });
    const text = await (await fetch(`${url}/${recording?.files[0]?.url}`)).text();
    t.match(text, /a long lesson/);
    t.match(text, /after the crash/);
  },
);

t.test('people hear each other while the folder of a recording cannot be used', async (t) => {
  const started = await startRecordable(t, janus, { mediaThreshold: 0 });
  const { teacher, lecture, roomId, recordings } = started;
  const [student] = started.students as [Person];
  for (const each of [teacher, student]) await takePart(each, roomId);
  const heard = await listen(t, student, roomId);
  const folder = join(recordings, `lecture-${lecture.lectureId}`);
  writeFileSync(folder, 'in the way');
  await ask(teacher, 'SetRecording', { ...lecture, record: true });
  const { rtc } = await publish(t, teacher, roomId, LONG);
  await student.client.next('/sfu places', carries(teacher.clientId));
  await heard.hears(LONG);
  rmSync(folder);
  await writes(recordings);
  await rtc.received();
  await ask(teacher, 'SetRecording', { ...lecture, record: false });
  const { files } = await ready(started);
  t.match(files, [{ userId: teacher.userId, kind: 'microphone' }]);
});
