/**
 * Returns the WebSocket address of a room: `wss://host/room/blue/ws` for `https://host/` and `blue`.
 * @param base address of the server (http, https, ws or wss), with the path under which it is served
 * @throws TypeError if `base` is not a URL
 */
export function roomUrl(base: string | URL, roomId: string): URL {
  const url = new URL(base);
  url.protocol = url.protocol.replace('http', 'ws');
  url.pathname = `${url.pathname.replace(/\/$/, '')}/room/${encodeURIComponent(roomId)}/ws`;
  url.search = '';
  url.hash = '';
  return url;
}
