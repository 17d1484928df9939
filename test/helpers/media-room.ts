import type { MediaPlaces, RoomMedia } from 'lectern-protocol';
import type { Test } from 'tap';
import type { TestClient } from './client.js';
import { RtcListener, RtcPublisher } from './rtc-client.js';

/** A member of a room. */
interface Member {
  client: TestClient;
}

const at = (roomId: string) => ({ receiver: `/sfu/${roomId}` });

/** Takes part in the media of a room that a media server carries. */
export async function joinMedia({ client }: Member, roomId: string): Promise<RoomMedia> {
  const reply = await client.request('/sfu join', undefined, at(roomId));
  const data = reply.data as RoomMedia;
  if (data.by !== 'server') throw new Error(`expected the media server, found ${JSON.stringify(reply)}`);
  return data;
}

/**
 * Publishes a microphone that says a word, and perhaps a camera or a screen that shows one. Returns why that was refused, if
 * it was.
 */
export async function publish(
  t: Test,
  { client }: Member,
  roomId: string,
  says: string,
  shows?: string | Buffer,
  kind: 'camera' | 'screen' = 'camera',
) {
  const rtc = await RtcPublisher.open(says, shows);
  t.teardown(() => rtc.close());
  let refusal: unknown;
  await rtc
    .publish(async (sdp, mid, pictureMid) => {
      const microphone = { mid, kind: 'microphone' as const };
      const picture = { mid: pictureMid, kind };
      const streams = shows === undefined ? [microphone] : [microphone, picture];
      const reply = await client.request('/sfu offer', { type: 'offer', sdp, streams }, at(roomId));
      if (reply.type === 'error') throw reply.data;
      return (reply.data as { sdp: string }).sdp;
    })
    .catch((error: unknown) => {
      refusal = error;
    });
  return { rtc, refusal };
}

/** Receives two voices, and pictures if wanted. */
export async function listen(t: Test, { client }: Member, roomId: string, video = 0): Promise<RtcListener> {
  const rtc = await RtcListener.open();
  t.teardown(() => rtc.close());
  const offer = await client.request('/sfu listen', { audio: 2, video }, at(roomId));
  if (offer.type === 'error') throw new Error(JSON.stringify(offer));
  const sdp = await rtc.answer((offer.data as { sdp: string }).sdp);
  await client.request('/sfu answer', { type: 'answer', sdp }, at(roomId));
  return rtc;
}

/** Fits `places` in which a client has a place, or has none. */
export const carries =
  (id: string, wanted = true) =>
  ({ data }: { data: unknown }): boolean =>
    (data as MediaPlaces).places.some((place) => place.id === id) === wanted;
