import type { WebSocket } from 'ws';

/** The part of ws that holds the bytes of an incomplete message. ws does not document it, so it can be missing. */
interface Receiving {
  readonly _receiver?: { readonly _bufferedBytes?: number; readonly _messageLength?: number };
}

/** Returns how many bytes of an incomplete message a WebSocket holds. */
export function incompleteBytes(webSocket: WebSocket & Receiving): number {
  const { _bufferedBytes = 0, _messageLength = 0 } = webSocket._receiver ?? {};
  return _bufferedBytes + _messageLength;
}
