/**
 * The WebSocket address of a room on the server at `base` (http, https, ws or wss; a path is kept, for a
 * server behind a prefix): `https://host/` and `blue` give `wss://host/room/blue/ws`.
 * Throws TypeError when `base` is no URL.
 */
export function roomUrl(base: string | URL, roomId: string): URL {
  const url = new URL(base);
  url.protocol = url.protocol.replace('http', 'ws');
  url.pathname = `${url.pathname.replace(/\/$/, '')}/room/${encodeURIComponent(roomId)}/ws`;
  url.search = '';
  url.hash = '';
  return url;
}
