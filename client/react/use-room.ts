import { useEffect, useMemo } from 'react';
import type { ParticipantState } from '../session/participant-state.js';
import { RoomSession } from '../session/room-session.js';
import type { RoomSessionOptions, RoomState, RoomText } from '../session/room-session-state.js';
import { useSession } from './use-session.js';
import { useStore } from './use-store.js';

export interface UseRoomOptions extends RoomSessionOptions {
  /** Whether to be in the room. Default true. */
  enabled?: boolean | undefined;
}

/** A room: its state, and what can be done in it. The functions never change for a room. */
export interface RoomView
  extends RoomState,
    Pick<
      RoomSession,
      'setMuted' | 'setMicrophone' | 'setCamera' | 'setScreen' | 'setUsername' | 'startSound' | 'retry'
    > {
  /** For the other hooks, and for what they do not cover. */
  readonly session: RoomSession;
}

/**
 * Joins a room while the component is mounted. Another `server`, `room` or `password` leaves the room and joins the
 * other one; a new `username` renames the user; the other options have an effect on the next room.
 * The returned object changes exactly when something in it changes; the participants and texts have hooks of their own.
 */
export function useRoom({ enabled = true, ...options }: UseRoomOptions): RoomView {
  const { server, room, password, username, token } = options;
  const session = useSession(
    [server, room, password],
    token,
    (credentials) => new RoomSession({ ...options, ...credentials }),
  );
  useEffect(() => (enabled ? session.join() : undefined), [session, enabled]);
  useEffect(() => {
    // A refused name remains that of this user, and the others see the former one.
    if (username !== undefined) session.setUsername(username).catch(() => {});
  }, [session, username]);
  const state = useStore(session.state);
  return useMemo(() => {
    const { setMuted, setMicrophone, setCamera, setScreen, setUsername, startSound, retry } = session;
    const media = { setMuted, setMicrophone, setCamera, setScreen, startSound };
    return { ...state, ...media, setUsername, retry, session };
  }, [session, state]);
}

type Room = Pick<RoomView, 'session'>;

/**
 * The other people in the room, or in the voices of a lecture, in the order in which they joined. A participant's object
 * changes when the participant does.
 */
export const useParticipants = ({
  session,
}: {
  readonly session: Pick<RoomSession, 'participants'>;
}): readonly ParticipantState[] => useStore(session.participants);

export interface Chat {
  /** The latest texts, oldest first. */
  readonly texts: readonly RoomText[];
  /** Writes to the room. Rejects with a RequestError. */
  readonly send: (text: string) => Promise<void>;
}

/** What has been written in the room since this client joined it. */
export function useChat({ session }: Room): Chat {
  const texts = useStore(session.texts);
  return useMemo(() => ({ texts, send: session.sendText }), [session, texts]);
}
