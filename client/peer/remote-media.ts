import type { PeerStatus } from './peer-status.js';

/** What another client sends. */
export interface RemoteMedia {
  readonly audio: MediaStream | undefined;
  readonly camera: MediaStream | undefined;
  readonly screen: MediaStream | undefined;
  readonly muted: boolean;
  /** Has no microphone. */
  readonly listening: boolean;
}

export const noRemoteMedia: RemoteMedia = {
  audio: undefined,
  camera: undefined,
  screen: undefined,
  muted: false,
  listening: false,
};

/**
 * Tells which of the received streams is which.
 * @param streams by the ids that the sender gave them
 * @param status the last status of the sender. Without it, the first stream with a fitting track is taken
 */
export function remoteMedia(
  streams: ReadonlyMap<string, MediaStream>,
  status: PeerStatus | undefined,
): RemoteMedia {
  if (!status) {
    const first = (fits: (stream: MediaStream) => boolean) => [...streams.values()].find(fits);
    return {
      ...noRemoteMedia,
      audio: first((stream) => stream.getAudioTracks().length > 0),
      camera: first((stream) => stream.getVideoTracks().length > 0),
    };
  }
  const named = (id: string | undefined) => (id === undefined ? undefined : streams.get(id));
  return {
    audio: named(status.streams.microphone),
    camera: named(status.streams.camera),
    screen: named(status.streams.screen),
    muted: status.muted,
    listening: status.listening,
  };
}

export const isSameMedia = (one: RemoteMedia, other: RemoteMedia): boolean =>
  (['audio', 'camera', 'screen', 'muted', 'listening'] as const).every((key) => one[key] === other[key]);
