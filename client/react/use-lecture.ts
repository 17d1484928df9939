import type { SavedMessage } from 'lectern-protocol';
import { useEffect, useMemo } from 'react';
import { Html5Player } from '../playback/players/html5.js';
import type { Player } from '../playback/players/player.js';
import {
  LectureSession,
  type LectureSessionOptions,
  type LectureSessionState,
  type PlaybackState,
} from '../session/lecture-session.js';
import { useSession } from './use-session.js';
import { useStore } from './use-store.js';

export interface UseLectureOptions extends LectureSessionOptions {
  /** Whether to be in the lecture. Default true. */
  enabled?: boolean | undefined;
}

/** A lecture: its state, its chat, and what can be done in it. */
export interface LectureView extends LectureSessionState, Pick<LectureSession, 'say' | 'retry'> {
  /** The chat, oldest message first. */
  readonly chat: readonly SavedMessage[];
  /** For `usePlayback`; `session.lecture` is the Lecture, for hands, questions and what an instructor does. */
  readonly session: LectureSession;
}

/**
 * Joins a lecture while the component is mounted. Another `server`, class or lecture leaves this one and joins the other;
 * the other options have an effect on the next lecture.
 */
export function useLecture({ enabled = true, ...options }: UseLectureOptions): LectureView {
  const { server, classUuid, lectureId, token } = options;
  const session = useSession(
    [server, classUuid, lectureId],
    token,
    (credentials) => new LectureSession({ ...options, ...credentials }),
  );
  useEffect(() => (enabled ? session.join() : undefined), [session, enabled]);
  const state = useStore(session.state);
  const chat = useStore(session.chat);
  return useMemo(
    () => ({ ...state, chat, say: session.say, retry: session.retry, session }),
    [session, state, chat],
  );
}

export interface PlaybackView extends PlaybackState {
  /** Lets the viewer watch on their own, until `rejoin`. */
  readonly leave: () => void;
  readonly rejoin: () => void;
  /** Starts a video that the browser has blocked, if it is called from a click or key press. */
  readonly retry: () => void;
}

/**
 * Keeps a video at the lecture's position.
 * @param media the ref of a `<video>`, `<audio>` or Player with the video that the lecture shows (`playback.videoIdx` of its
 * playlist)
 */
export function usePlayback(
  { session, connection, playback }: Pick<LectureView, 'session' | 'connection' | 'playback'>,
  media: { readonly current: HTMLMediaElement | Player | null },
): PlaybackView {
  const videoIdx = playback?.videoIdx;
  const started = connection !== 'idle';
  useEffect(() => {
    const { sync } = session;
    const { current } = media;
    if (!started || !sync || !current || videoIdx === undefined) return undefined;
    const own = 'srcObject' in current ? new Html5Player(current) : undefined;
    sync.attach(own ?? (current as Player), videoIdx);
    return () => {
      sync.detach();
      own?.close();
    };
  }, [session, started, media, videoIdx]);
  const state = useStore(session.playback);
  return useMemo(() => {
    const { leaveSync: leave, rejoinSync: rejoin, retryPlay: retry } = session;
    return { ...state, leave, rejoin, retry };
  }, [session, state]);
}
