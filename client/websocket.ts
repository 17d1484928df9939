/** The part of a WebSocket that the Signaler uses. */
export interface WebSocketLike {
  send(text: string): void;
  close(code?: number, reason?: string): void;
  addEventListener(type: 'open' | 'error', listener: () => void): void;
  addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void;
  addEventListener(type: 'close', listener: (event: { code: number; reason: string }) => void): void;
}

export type WebSocketConstructor = new (url: string | URL, protocols?: string[]) => WebSocketLike;

/** The browser's WebSocket. In Node, `#websocket` resolves to the package `ws` instead of this file. */
const platformWebSocket: WebSocketConstructor = globalThis.WebSocket;

export default platformWebSocket;
