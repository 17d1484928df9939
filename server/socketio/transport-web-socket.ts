import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Options } from 'lectern-protocol/options';
import { WebSocket, WebSocketServer } from 'ws';
import { MAX_CHUNKS } from '../http/upgrade.js';

/** A WebSocket that Engine.IO uses as a transport. */
export class TransportWebSocket extends WebSocket {
  /** The socket below it. */
  netSocket: Socket | undefined;
}

/** Returns ws as Engine.IO uses it, with the limits of the other WebSockets. */
export const webSocketServer = ({ fragments }: Pick<Options, 'fragments'>): (new (given: object) => object) =>
  class extends WebSocketServer<typeof TransportWebSocket> {
    constructor(given: object) {
      super({
        ...given,
        maxFragments: fragments,
        maxBufferedChunks: MAX_CHUNKS,
        // ReceivingLimits answers pings, with a limit.
        autoPong: false,
        WebSocket: TransportWebSocket,
      });
    }

    override handleUpgrade(
      request: IncomingMessage,
      socket: Duplex,
      head: Buffer,
      done: (webSocket: TransportWebSocket, request: IncomingMessage) => void,
    ): void {
      super.handleUpgrade(request, socket, head, (webSocket) => {
        webSocket.netSocket = socket as Socket;
        done(webSocket, request);
      });
    }
  };
