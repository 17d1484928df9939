import { isRoomId } from './room-id.js';

/**
 * Returns the WebSocket address of a room: `wss://host/room/blue/ws` for `https://host/` and `blue`.
 * @param base address of the server (http, https, ws or wss), with the path under which it is served
 * @throws TypeError if `base` is not a URL, RangeError if no room that people join by a link can have the ID
 */
export function roomUrl(base: string | URL, roomId: string): URL {
  const url = new URL(base);
  const id = roomId.normalize('NFC');
  if (!isRoomId(id)) {
    throw new RangeError(
      `no room can have the ID ${JSON.stringify(roomId)}: it needs 1 to 64 letters, digits or _ . ~ -, starting with ` +
        'a letter or a digit, and cannot be `direct` or begin with `class_` or `lecture_`',
    );
  }
  url.protocol = url.protocol.replace('http', 'ws');
  url.pathname = `${url.pathname.replace(/\/$/, '')}/room/${encodeURIComponent(id)}/ws`;
  url.search = '';
  url.hash = '';
  return url;
}
