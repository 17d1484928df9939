import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { RoomSession } from './room-session.js';

export const RoomSessionContext = createContext<RoomSession | undefined>(undefined);

/** Returns the room session around the component. */
export function useRoomSession(): RoomSession {
  const roomSession = useContext(RoomSessionContext);
  if (!roomSession) throw new Error('there is no chat room around this component');
  return roomSession;
}
