import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { MediaPlaces } from 'lectern-protocol';
import t from 'tap';
import { callApi } from '../../helpers/api.js';
import { Janus } from '../../helpers/janus.js';
import { carries, listen, publish } from '../../helpers/media-room.js';
import { enterNetworkNamespace } from '../../helpers/network-namespace.js';
import { begins, LONG, ready, startRecordable, takePart } from '../../helpers/recorded-lecture.js';
import { ask, type Person, person, refusal } from '../../helpers/test-class.js';
import { startReceiver, webhookSecret } from '../../helpers/webhook-receiver.js';

enterNetworkNamespace(import.meta.url);

const janus = await Janus.make();
t.teardown(() => janus.remove());

/** Frames of VP8 in packets of their own (RFC 7741): a black picture, and a white one of another size. */
const frame = (hex: string) => Buffer.from(`10${hex}`, 'hex');
const black = frame('1002009d012a100010000047088585888584880202000c0d6000feffab5080');
const white = frame('1002009d012a200010000047088585888584880202000911eb80feffa3de00');

t.test('a lecture is recorded, and its members download what was said', async (t) => {
  const started = await startRecordable(t, janus);
  const { server, url, teacher, lecture, roomId, recordings } = started;
  const [student, other] = started.students as [Person, Person];
  t.match(await ask(student, 'JoinLecture', lecture), { recording: { running: false } });

  // Three people are a mesh, unless the lecture is recorded.
  for (const each of [teacher, student, other]) t.equal(await takePart(each, roomId), 'peers');
  t.equal(await refusal(student, 'SetRecording', { ...lecture, record: true }), 403);
  await ask(teacher, 'SetRecording', { ...lecture, record: true });
  for (const each of [student, other])
    t.match((await each.client.next('SetRecording')).data, {
      recording: { running: true, by: teacher.userId },
    });
  t.match(await ask(other, 'JoinLecture', lecture), { recording: { running: true } });

  for (const { client } of [teacher, student, other])
    await client.next('/sfu media', ({ data }) => data.by === 'server');
  const heard = await listen(t, other, roomId);
  const { rtc } = await publish(t, teacher, roomId, 'the lesson');
  await other.client.next('/sfu places', carries(teacher.clientId));
  await heard.hears('the lesson');
  await rtc.received();

  await ask(teacher, 'SetLectureLiveStatus', { ...lecture, status: false });
  t.match((await other.client.next('SetRecording')).data, {
    recording: { running: false },
    reason: 'ended',
  });
  const recording = await ready(started);
  t.match(recording, {
    state: 'ready',
    files: [{ userId: teacher.userId, kind: 'microphone' }],
  });
  const [file] = recording.files;
  if (!file) return;

  const download = await fetch(`${url}/${file.url}`);
  t.match(download, { status: 200 });
  t.equal(download.headers.get('content-type'), 'audio/ogg');
  const bytes = Buffer.from(await download.arrayBuffer());
  t.equal(bytes.length, file.bytes);
  t.ok(bytes.subarray(0, 4).equals(Buffer.from('OggS')));
  t.ok(bytes.includes('OpusHead'));
  t.ok(bytes.includes('the lesson'));
  const part = await fetch(`${url}/${file.url}`, { headers: { range: 'bytes=4-99' } });
  t.equal(part.status, 206);
  t.equal(part.headers.get('content-range'), `bytes 4-99/${bytes.length}`);
  t.same(Buffer.from(await part.arrayBuffer()), bytes.subarray(4, 100));

  const stranger = await person(t, server);
  t.equal(await refusal(stranger, 'GetRecordings', lecture), 403);
  t.equal((await fetch(`${url}/${file.url.replace('/', '/x')}`)).status, 404, 'a forged link');
  const [own] = (await ask(student, 'GetRecordings', lecture)).recordings;
  const link = `${url}/${own?.files[0]?.url}`;
  t.equal((await fetch(link)).status, 200);
  await ask(teacher, 'DropParticipant', { ...lecture, userId: student.userId, scope: 'class' });
  t.equal((await fetch(link)).status, 403, 'its rights are checked at each request');

  t.equal(await refusal(other, 'DeleteRecording', { ...lecture, recordingId: recording.recordingId }), 403);
  const folder = join(recordings, `lecture-${lecture.lectureId}`);
  t.ok(existsSync(folder));
  await ask(teacher, 'DeleteLecture', lecture);
  t.equal((await fetch(`${url}/${file.url}`)).status, 404);
  // The members are told before the files are deleted.
  while (existsSync(folder)) await pause(50);
  const { entries } = await ask(teacher, 'GetAuditLog', { classUuid: lecture.classUuid });
  t.match(
    entries.map(({ action }) => action),
    ['start-recording', 'end-lecture', 'ban', 'delete-lecture'],
  );
});

t.test(
  'those who speak already are muted when a recording starts, and recorded once they unmute',
  async (t) => {
    const receiver = await startReceiver(t);
    const started = await startRecordable(t, janus, {
      mediaThreshold: 0,
      webhookUrl: [`${receiver.url}#recording.ready`],
      webhookSecret: [webhookSecret],
    });
    const { url, teacher, lecture, roomId, recordings } = started;
    const [student] = started.students as [Person];
    for (const each of [teacher, student]) await takePart(each, roomId);
    const { rtc } = await publish(t, student, roomId, 'in private');
    const mutes =
      (muted: boolean) =>
      ({ data }: { data: unknown }): boolean =>
        (data as MediaPlaces).publishers.some(
          (each) => each.id === student.clientId && each.muted.includes('microphone') === muted,
        );
    await teacher.client.next('/sfu places', mutes(false));
    await ask(teacher, 'SetRecording', { ...lecture, record: true });
    await student.client.next('/sfu places', mutes(true));
    await rtc.received();
    rtc.says = 'I agree';
    await rtc.received();
    const mute = { kind: 'microphone', muted: false } as const;
    await student.client.request('/sfu mute', mute, { receiver: `/sfu/${roomId}` });
    await student.client.next('/sfu places', mutes(false));
    await rtc.received();
    await ask(teacher, 'SetRecording', { ...lecture, record: false });
    t.match((await student.client.next('SetRecording', ({ data }) => 'reason' in data)).data, {
      reason: 'stopped',
    });
    const { files } = await ready(started);
    t.match(files, [{ userId: student.userId, kind: 'microphone' }]);
    const bytes = Buffer.from(await (await fetch(`${url}/${files[0]?.url}`)).arrayBuffer());
    t.ok(bytes.includes('I agree'));
    t.notOk(bytes.includes('in private'));
    t.match((await receiver.next()).event, { type: 'recording.ready', data: { room: roomId } });

    const stored = () =>
      readdirSync(recordings, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ogg'));
    t.equal(stored().length, 1);
    t.match(await callApi({ url }, 'GET', `/users/${student.userId}`), {
      data: { recordings: [{ lectureId: lecture.lectureId, kind: 'microphone' }] },
    });
    t.match(await callApi({ url }, 'DELETE', `/users/${student.userId}`), { status: 204 });
    t.equal(stored().length, 0, 'erasing a user deletes what the user said');
    t.match(await ask(teacher, 'GetRecordings', lecture), { recordings: [{ files: [] }] });
  },
);

t.test('cameras and screens are recorded as WebM', async (t) => {
  const started = await startRecordable(t, janus, { mediaThreshold: 0 });
  const { url, teacher, lecture, roomId } = started;
  const [student] = started.students as [Person];
  for (const each of [teacher, student]) await takePart(each, roomId);
  await ask(teacher, 'SetRecording', { ...lecture, record: true });
  const publishers = [
    await publish(t, teacher, roomId, 'the lesson', black, 'screen'),
    await publish(t, student, roomId, 'a question', white, 'camera'),
  ];
  // Then it is stored whose files these are.
  await teacher.client.next('/sfu places', ({ data }) => data.publishers.length === 2);
  // The packet that is known to have arrived is followed by another one.
  for (const { rtc } of [...publishers, ...publishers]) await rtc.received();
  await ask(teacher, 'SetRecording', { ...lecture, record: false });
  const { files } = await ready(started);
  t.same(
    files.map(({ userId, kind }) => [userId, kind]).sort(),
    [
      [teacher.userId, 'microphone'],
      [teacher.userId, 'screen'],
      [student.userId, 'camera'],
      [student.userId, 'microphone'],
    ].sort(),
  );
  for (const { kind, url: path } of files) {
    if (kind === 'microphone') continue;
    const download = await fetch(`${url}/${path}`);
    t.equal(download.headers.get('content-type'), 'video/webm');
    const bytes = Buffer.from(await download.arrayBuffer());
    // EBML, as which each WebM begins.
    t.equal(bytes.readUInt32BE(), 0x1a45dfa3);
    t.ok(bytes.includes('V_VP8'));
    const [own, other] = kind === 'screen' ? [black, white] : [white, black];
    t.ok(bytes.includes(own.subarray(1)));
    t.notOk(bytes.includes(other.subarray(1)));
  }
});

t.test('a recording that fills the storage stops, and everybody is told', async (t) => {
  const started = await startRecordable(t, janus, { mediaThreshold: 0, recordingBytes: 4000 });
  const { teacher, lecture, roomId } = started;
  const [student] = started.students as [Person];
  await takePart(teacher, roomId);
  await publish(t, teacher, roomId, LONG);
  await ask(teacher, 'SetRecording', { ...lecture, record: true });
  const { data } = await student.client.next('SetRecording', (message) => 'reason' in message.data);
  t.match(data, { recording: { running: false }, reason: 'full' });
  const { files } = await ready(started);
  t.equal(files.length, 1, 'what was recorded until then is offered');
  t.equal(await refusal(teacher, 'SetRecording', { ...lecture, record: true }), 409);
});

t.test(
  'a recording that follows another one at once has files of its own, and is not ended with it',
  async (t) => {
    const started = await startRecordable(t, janus, { mediaThreshold: 0 });
    const { url, teacher, lecture, roomId, recordings: folder } = started;
    await takePart(teacher, roomId);
    const { rtc } = await publish(t, teacher, roomId, 'first part');
    await teacher.client.next('/sfu places', ({ data }) => data.publishers.length > 0);
    for (const part of ['first part', 'second part']) {
      await ask(teacher, 'SetRecording', { ...lecture, record: true });
      const last = (await ask(teacher, 'GetRecordings', lecture)).recordings.at(-1);
      // The media server has ended the former files only when it begins these.
      await begins(join(folder, `lecture-${lecture.lectureId}`, String(last?.recordingId), 'raw'));
      rtc.says = part;
      await rtc.received();
      if (part === 'first part') await ask(teacher, 'SetRecording', { ...lecture, record: false });
    }
    await teacher.client.next('RecordingReady');
    rtc.says = 'the rest';
    await rtc.received();
    await ask(teacher, 'SetRecording', { ...lecture, record: false });
    await teacher.client.next('RecordingReady');
    const { recordings } = await ask(teacher, 'GetRecordings', lecture);
    const texts = await Promise.all(
      recordings.map(async ({ files: [file] }) => (await fetch(`${url}/${file?.url}`)).text()),
    );
    t.match(texts, [/first part/, /second part/]);
    t.match(texts[1], /the rest/);
    t.notMatch(texts[0], /second part/);
  },
);
