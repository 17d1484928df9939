import type { Room as WireRoom } from 'lectern-protocol';
import type { RoomSettings } from '../store/store.js';

/** A room's settings as clients see them. */
export const toWireRoom = ({
  id,
  title,
  public: listed,
  locked,
  speech,
  max,
  entry,
}: RoomSettings): WireRoom => ({
  room_id: id,
  title,
  public: listed,
  locked,
  speech,
  ...(max === undefined ? {} : { max }),
  ...(entry === undefined ? {} : { entry }),
});
