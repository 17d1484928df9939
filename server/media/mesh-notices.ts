import type { ChatClient } from '../chat/chat-client.js';
import { encodeFrame } from '../delivery/frame.js';
import { encode } from '../protocol/codec.js';
import { afterRunning } from '../util/running-time.js';

/** Time in ms that a client has for its `join`: after a reconnection, the signals of connections can come first. */
const PATIENCE_MS = 2000;

/** In both languages of the page, since the server does not know which one the client uses. */
const TEXT = [
  'Sound and pictures of this room now go through a media server, which this version of the page or program does not support. Reload the page to hear the others.',
  '이제 이 방의 소리와 화면은 미디어 서버를 거치는데, 이 버전의 페이지나 프로그램은 미디어 서버를 지원하지 않습니다. 다른 사람의 소리를 들으려면 페이지를 새로 고치세요.',
].join('\n');

interface MeshNoticesServices {
  /** Whether a media server carries a room. */
  isServed(roomId: string): Promise<boolean>;
  /** Whether a client takes part in a room's media. */
  takesPart(clientId: string, roomId: string): boolean;
  log: { warn(fields: object, text: string): void };
}

/**
 * Tells clients that connect to others, although a media server carries the room, why nobody answers: they are older than
 * media servers. Such a client is told once by a text, which older pages show and bots can read.
 */
export class MeshNotices {
  /** The rooms that each client was told about, or is about to be. */
  private readonly told = new WeakMap<ChatClient, Set<string>>();

  constructor(private readonly services: MeshNoticesServices) {}

  /** Called when a client wants to connect to another one. */
  connects(client: ChatClient): void {
    for (const roomId of client.rooms.keys()) {
      if (this.services.takesPart(client.id, roomId)) continue;
      const told = this.told.get(client) ?? new Set();
      if (told.has(roomId)) continue;
      this.told.set(client, told.add(roomId));
      afterRunning(PATIENCE_MS, () => void this.tell(client, roomId, told)).unref();
    }
  }

  private async tell(client: ChatClient, roomId: string, told: Set<string>): Promise<void> {
    const { isServed, takesPart, log } = this.services;
    try {
      if (client.rooms.has(roomId) && !takesPart(client.id, roomId) && (await isServed(roomId))) {
        const data = { from: 'Lectern', time: new Date().toISOString(), text: TEXT };
        client.send(encodeFrame(encode('server', client.id, 'text', data), false));
        return;
      }
    } catch (err) {
      log.warn({ room: roomId, err }, 'could not tell a client that a media server carries its room');
    }
    told.delete(roomId);
  }
}
