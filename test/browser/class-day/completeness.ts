import { Signaler } from 'lectern-client';
import type { ClientData, ClientMessageType } from 'lectern-protocol';
import { clientMessages } from 'lectern-protocol/client-messages';
import { serverMessages } from 'lectern-protocol/server-messages';
import type { Day } from './day.js';
import { type Way, Wire } from './wire.js';

/** The message families of the classroom: sections 3, 4 and 5 of the protocol. */
const families: readonly string[] = ['class', 'lecture', 'playback', 'live-chat', 'marker', 'moderation'];

/** Every message of the classroom, by its type. */
export const classroom = (Object.keys(clientMessages) as ClientMessageType[]).filter((type) =>
  families.includes(clientMessages[type].family),
);

/** The types that occurred on no connection. Types that the server never sends are not expected from it. */
export function missing(wires: Wire[]): Record<Way, ClientMessageType[]> {
  const without = (way: Way): ClientMessageType[] =>
    classroom.filter((type) => !wires.some(({ types }) => types[way].has(type)));
  return { sent: without('sent'), got: without('got').filter((type) => type in serverMessages) };
}

/** Messages that the teacher's browser has to send without its page, in a window of its own. */
export async function sendBeside({ t, people, lecturePath }: Day): Promise<Wire> {
  const { page, origin } = people.teacher;
  const wire = new Wire();
  const token = await page.evaluate(() => localStorage.getItem('lectern.identity') ?? undefined);
  const signaler = new Signaler(new URL('/ws', origin.replace(/^http/, 'ws')), {
    identity: { load: () => token, save: () => {} },
  });
  t.teardown(() => signaler.close());
  await new Promise<void>((resolve) => {
    signaler.on('state', ({ name }) => name === 'open' && resolve());
    signaler.connect();
  });
  signaler.on('message', (message) => wire.note('got', JSON.stringify(message)));
  const [, classUuid = '', lectureId] = /^\/classes\/(.+)\/lectures\/(\d+)$/.exec(lecturePath) ?? [];
  const ask = async <T extends ClientMessageType>(type: T, data: ClientData[T]): Promise<void> => {
    wire.note('sent', JSON.stringify({ type, data }));
    await signaler.request(type, data);
  };
  // The pages receive the members without requesting them.
  await ask('GetActiveLectureMember', { classUuid, lectureId: Number(lectureId) });
  // The teacher's page requests the log only when it is opened.
  await ask('GetAuditLog', { classUuid });
  // The day goes on with its class, so another one is deleted.
  const { uuid } = (await signaler.request('CreateClass', { title: 'Geometry' })).data.class;
  const given = { classUuid: uuid, lectureDate: '2026-11-21', lectureName: 'Circles', playlist: 'a.mp4' };
  const { lecture } = (await signaler.request('CreateLecture', given)).data;
  await ask('CreateClassFeed', { classUuid: uuid });
  await ask('GetClassFeed', { classUuid: uuid });
  await ask('WithdrawClassFeed', { classUuid: uuid });
  await ask('GetLectureCalendar', { classUuid: uuid, lectureId: lecture.id });
  await ask('UpdateClass', { classUuid: uuid, title: 'Geometry II' });
  await ask('UpdateLecture', { classUuid: uuid, lectureId: lecture.id, lectureName: 'Angles' });
  const inLecture = { classUuid: uuid, lectureId: lecture.id };
  const { message } = (await signaler.request('LiveChatTextMessage', { ...inLecture, text: 'Angels' })).data;
  await ask('DeleteLiveChatMessage', { ...inLecture, messageId: message.messageId });
  const spoken = await signaler.request('LiveChatAudioMessage', { ...inLecture, arrayBuffer: 'AAEC' });
  await ask('GetLiveChatAudio', { ...inLecture, messageId: spoken.data.message?.messageId ?? 0 });
  await ask('LiveChatPrivateMessage', { ...inLecture, text: 'A word between us' });
  await ask('ClearChat', inLecture);
  // Its only teacher cannot leave, and there is nobody else in it.
  const cannot = <T extends ClientMessageType>(type: T, data: ClientData[T]): Promise<void> =>
    ask(type, data).then(
      () => void t.fail(`${type} was not refused`),
      () => {},
    );
  await cannot('LeaveClass', { classUuid: uuid });
  await cannot('SetMemberType', { classUuid: uuid, userId: 'nobody', memberType: 'student' });
  await cannot('RemoveMember', { classUuid: uuid, userId: 'nobody' });
  await ask('DeleteLecture', { classUuid: uuid, lectureId: lecture.id });
  await ask('DeleteClass', { classUuid: uuid });
  // Leaving is answered only if it is refused: here, for a lecture that does not exist.
  await cannot('ExitLecture', { classUuid, lectureId: 1_000_000 });
  signaler.close();
  return wire;
}
