import type { ClientData } from 'lectern-protocol';
import type { MediaKind, MediaRoom } from './media-server.js';

/** What `stop-media` stops. */
export type StoppedMedia = ClientData['stop-media']['media'];

const kindsOf: Record<StoppedMedia, readonly MediaKind[]> = {
  microphone: ['microphone'],
  camera: ['camera'],
  screen: ['screen', 'screenSound'],
};

/** Mutes the streams of clients at the media server, whatever these clients do with them. */
export async function stopStreams(
  room: MediaRoom,
  media: StoppedMedia,
  clients: ReadonlySet<string>,
): Promise<void> {
  const stopped = room.publications
    .filter(({ client }) => clients.has(client))
    .flatMap(({ client, kinds }) =>
      kinds.filter((kind) => kindsOf[media].includes(kind)).map((kind) => ({ client, kind })),
    );
  await Promise.all(stopped.map((source) => room.mute(source, true)));
}

/** Unmutes the streams that a client ends, so that others do not miss them when it begins again. */
export async function releaseStreams(
  room: MediaRoom,
  client: string,
  kinds: readonly MediaKind[],
): Promise<void> {
  const muted = room.publications.find((publication) => publication.client === client)?.muted ?? [];
  const ended = muted.filter((kind) => !kinds.includes(kind));
  await Promise.all(ended.map((kind) => room.mute({ client, kind }, false)));
}
