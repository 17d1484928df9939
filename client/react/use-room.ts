import { useEffect, useMemo, useRef, useState } from 'react';
import type { ParticipantState } from '../session/participant-state.js';
import { RoomSession } from '../session/room-session.js';
import type { RoomSessionOptions, RoomState, RoomText } from '../session/room-session-state.js';
import { useStore } from './use-store.js';

export interface UseRoomOptions extends RoomSessionOptions {
  /** Whether to be in the room. Default true. */
  enabled?: boolean | undefined;
}

/** A room: its state, and what can be done in it. The functions never change for a room. */
export interface RoomView
  extends RoomState,
    Pick<RoomSession, 'setMuted' | 'setMicrophone' | 'setUsername' | 'startSound' | 'retry'> {
  /** For the other hooks, and for what they do not cover. */
  readonly session: RoomSession;
}

/**
 * Joins a room while the component is mounted. Another `server`, `room` or `password` leaves the room and joins the
 * other one; a new `username` renames the user; the other options have an effect on the next room.
 * The returned object changes exactly when something in it changes; the participants and texts have hooks of their own.
 */
export function useRoom({ enabled = true, ...options }: UseRoomOptions): RoomView {
  const session = useSession(options);
  const { username } = options;
  useEffect(() => (enabled ? session.join() : undefined), [session, enabled]);
  useEffect(() => {
    // A refused name remains that of this user, and the others see the former one.
    if (username !== undefined) session.setUsername(username).catch(() => {});
  }, [session, username]);
  const state = useStore(session.state);
  return useMemo(() => {
    const { setMuted, setMicrophone, setUsername, startSound, retry } = session;
    return { ...state, setMuted, setMicrophone, setUsername, startSound, retry, session };
  }, [session, state]);
}

/** The session for the room of these options, which is the same one until they name another room. */
function useSession(options: RoomSessionOptions): RoomSession {
  const { server, room, password, token } = options;
  // A new token must not end the session: the next login uses it.
  const latestToken = useRef(token);
  useEffect(() => {
    latestToken.current = token;
  });
  const key = JSON.stringify([server, room, password, token !== undefined]);
  const create = (): { key: string; session: RoomSession } => {
    const currentToken = async () => {
      const { current = '' } = latestToken;
      return typeof current === 'function' ? current() : current;
    };
    return {
      key,
      session: new RoomSession({ ...options, ...(token !== undefined && { token: currentToken }) }),
    };
  };
  const [known, setKnown] = useState(create);
  if (known.key === key) return known.session;
  const made = create();
  setKnown(made);
  return made.session;
}

type Room = Pick<RoomView, 'session'>;

/** The other people in the room, in the order in which they joined. A participant's object changes when the participant does. */
export const useParticipants = ({ session }: Room): readonly ParticipantState[] =>
  useStore(session.participants);

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
