import { type PacketCount, RtcListener } from '../../test/helpers/rtc-client.js';
import { openSignaler } from './open-signaler.js';

// Listeners of a lecture that a media server carries. They report what they hear to the process that started this one.

/** Task of this process. */
export type ListenersTask =
  | { kind: 'join'; url: string; classUuid: string; lectureId: number; count: number }
  /** Reset the counts of packets. */
  | { kind: 'count' }
  /** Report the counts of packets. */
  | { kind: 'report' };

/** Report of this process. Times are in ms since 1970, with fractions. */
export type ListenersReport =
  /** A listener has joined and heard the first packet. */
  | { kind: 'heard'; asked: number; heard: number }
  /** A listener received the first packet of another voice. */
  | { kind: 'voice'; at: number }
  | { kind: 'counts'; counts: PacketCount };

const now = (): number => performance.timeOrigin + performance.now();
const report = (what: ListenersReport): void => void process.send?.(what);

const listeners: RtcListener[] = [];

async function join({ url, classUuid, lectureId }: ListenersTask & { kind: 'join' }): Promise<void> {
  const { signaler } = await openSignaler(url);
  await signaler.request('EnrollClass', { classUuid });
  await signaler.request('JoinLecture', { classUuid, lectureId });
  const receiver = { receiver: `/sfu/lecture_${lectureId}` };
  const rtc = await RtcListener.open();
  const asked = now();
  await signaler.request('/sfu join', undefined, receiver);
  const offer = await signaler.request('/sfu listen', { audio: 2, video: 0 }, receiver);
  const sdp = await rtc.answer(offer.data.sdp);
  const first = rtc.hears('lesson');
  await signaler.request('/sfu answer', { type: 'answer', sdp }, receiver);
  await first;
  report({ kind: 'heard', asked, heard: now() });
  let voices = 0;
  rtc.countPackets(() => {
    voices += 1;
    if (voices === 2) report({ kind: 'voice', at: now() });
  });
  listeners.push(rtc);
}

function counts(): PacketCount {
  const all = { received: 0, lost: 0 };
  for (const listener of listeners) {
    for (const { received, lost } of listener.counts.values()) {
      all.received += received;
      all.lost += lost;
    }
  }
  return all;
}

let before: PacketCount = { received: 0, lost: 0 };

process.on('message', async (task: ListenersTask) => {
  if (task.kind === 'join') {
    // The media server paces joins itself. One after the other shows what a person who joins experiences.
    for (let i = 0; i < task.count; i++) await join(task);
  } else if (task.kind === 'count') before = counts();
  else {
    const { received, lost } = counts();
    report({
      kind: 'counts',
      counts: { received: received - before.received, lost: lost - before.lost },
    });
  }
});
process.on('disconnect', () => process.exit());
