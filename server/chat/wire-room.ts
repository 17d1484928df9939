import type { Room as WireRoom } from 'lectern-protocol';
import type { RoomSettings } from '../store/store.js';

/** A room's settings as they are told to everybody. */
export const wireRoom = ({ id, title, public: listed, locked, speech, max }: RoomSettings): WireRoom => ({
  room_id: id,
  title,
  public: listed,
  locked,
  speech,
  ...(max === undefined ? {} : { max }),
});
