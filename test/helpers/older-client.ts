import { once } from 'node:events';
import type { RoomMember } from 'lectern-protocol';
import type { Test } from 'tap';
import { type ClientOptions, WebSocket } from 'ws';

/** What an older client of rooms knows: it does not read `welcome`. */
export class OlderClient {
  /** Learned from the receiver of its first reply. */
  id: string | undefined;
  /** IDs of the clients to which it has opened a peer connection, in order. */
  readonly peers: string[] = [];
  /** The members as it knows them. */
  members: RoomMember[] = [];
  private readonly waits = new Set<() => void>();

  constructor(readonly socket: WebSocket) {
    socket.on('open', () => this.send('ground control', 'ping', Date.now()));
    socket.on('message', (frame) => this.received(JSON.parse(String(frame))));
  }

  /** Resolves when the client knows that many members, among them itself. */
  async knows(count: number): Promise<void> {
    while (this.members.length !== count) await new Promise<void>((resolve) => this.waits.add(resolve));
  }

  send(receiver: string, type: string, data: unknown): void {
    this.socket.send(JSON.stringify({ receiver, type, data }));
  }

  private received({ type, receiver, data }: { type: string; receiver: string; data: unknown }): void {
    if (type === 'ping') this.send('ground control', 'pong', data);
    if (type === 'pong') this.id ??= receiver;
    if (type !== 'room-info') return;
    this.members = (data as { clients: RoomMember[] }).clients;
    for (const { id } of this.members) {
      if (id === this.id || this.peers.includes(id)) continue;
      this.peers.push(id);
      this.send(id, 'offer', { type: 'offer', sdp: 'v=0' });
    }
    for (const resolve of this.waits) resolve();
    this.waits.clear();
  }
}

/** Connects an older client to a room. The test closes it. */
export async function visitOlder(
  t: Test,
  url: string,
  room: string,
  options: ClientOptions = {},
): Promise<OlderClient> {
  const client = new OlderClient(new WebSocket(`${url.replace(/^http/, 'ws')}/chat/${room}/ws`, options));
  t.teardown(() => client.socket.terminate());
  await once(client.socket, 'open');
  return client;
}
