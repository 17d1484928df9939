import type { ServerMessage } from 'lectern-protocol';
import { clientMessages } from 'lectern-protocol/client-messages';
import type { Page } from 'playwright-core';

/** Direction of a message: to the server or from it. */
export type Way = 'sent' | 'got';

/** All messages on a participant's WebSockets, over all pages that they opened. */
export class Wire {
  /** Number of messages of each type. Messages replayed in one frame count separately. */
  readonly types: Record<Way, Map<string, number>> = { sent: new Map(), got: new Map() };
  readonly traffic = { sent: { frames: 0, bytes: 0 }, got: { frames: 0, bytes: 0 } };
  /** Classroom messages that are refused before enrolling, except those needed to enroll. */
  readonly refused: string[] = [];
  /** The clients that the server reported to have left. */
  readonly left = new Set<string>();
  /** The ID that the server assigned to the current client. */
  clientId: string | undefined;
  /** How often the participant resumed as the same client with all missed messages. */
  recoveries = 0;

  follow(page: Page): void {
    page.on('websocket', (socket) => {
      socket.on('framesent', ({ payload }) => this.note('sent', String(payload)));
      socket.on('framereceived', ({ payload }) => this.note('got', String(payload)));
    });
  }

  /** @param frame the text of one WebSocket frame */
  note(way: Way, frame: string): void {
    this.traffic[way].frames++;
    this.traffic[way].bytes += Buffer.byteLength(frame);
    const message = JSON.parse(frame) as ServerMessage;
    this.#count(way, message.type);
    if (way === 'got') this.#heard(message);
  }

  #count(way: Way, type: string): void {
    const counts = this.types[way];
    counts.set(type, (counts.get(type) ?? 0) + 1);
  }

  #heard({ type, data }: ServerMessage): void {
    if (type === 'login' && data.status === 'ok') this.clientId = data.data.id;
    if (type === 'client-left') for (const id of data.ids) this.left.add(id);
    if (type !== 'JoinClass' && type in clientMessages && refusal(data))
      this.refused.push(`${type}: ${refusal(data)}`);
    if (type !== 'relogin' || data.status !== 'ok') return;
    this.clientId = data.id;
    if (data.recovered) this.recoveries++;
    const missed = typeof data.data === 'string' ? [] : data.data.messages;
    for (const { type } of missed) this.#count('got', String(type));
  }
}

/** The reason of a refusal; undefined if there is none. */
function refusal(data: unknown): string | undefined {
  if (typeof data !== 'object' || data === null || !('status' in data) || !('message' in data))
    return undefined;
  return typeof data.message === 'string' ? `${data.status}, ${data.message}` : undefined;
}
