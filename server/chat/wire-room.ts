import type { Room as WireRoom } from 'lectern-protocol';
import type { Room } from '../store/store.js';

/** A room's settings as they are told to everybody. */
export const wireRoom = ({ id, title, public: listed, locked, speech, max }: Room): WireRoom => ({
  room_id: id,
  title,
  public: listed,
  locked,
  speech,
  ...(max === undefined ? {} : { max }),
});
