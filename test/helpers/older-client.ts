import { once } from 'node:events';
import type { RoomMember } from 'lectern-protocol';
import type { Test } from 'tap';
import { type ClientOptions, WebSocket } from 'ws';

/** The cookies of one browser for one address, which its tabs share. */
export interface CookieJar {
  cookie?: string;
}

/** A tab with an older client of rooms, which does not read `welcome` and has one ID as long as it is open. */
export class OlderClient {
  /** Learned from the receiver of its first reply. */
  id: string | undefined;
  /** Each ID that the server has called it by. */
  readonly ids = new Set<string>();
  /** IDs of the clients to which it has opened a peer connection, in order. */
  readonly peers: string[] = [];
  /** The members as it knows them. */
  members: RoomMember[] = [];
  readonly texts: string[] = [];
  socket: WebSocket | undefined;
  private readonly waits = new Set<() => void>();

  constructor(readonly jar: CookieJar) {}

  /** Opens a connection, also after an earlier one was lost. */
  async connect(url: string, options: ClientOptions = {}): Promise<void> {
    const headers = { ...options.headers, ...(this.jar.cookie && { cookie: this.jar.cookie }) };
    const socket = new WebSocket(url, { ...options, headers });
    this.socket = socket;
    this.members = [];
    socket.on('error', () => {});
    socket.on('upgrade', ({ headers: { 'set-cookie': [cookie = ''] = [] } }) => {
      this.jar.cookie = cookie.split(';', 1)[0] ?? '';
    });
    socket.on('open', () => this.send('ground control', 'ping', Date.now()));
    socket.on('message', (frame) => this.received(JSON.parse(String(frame))));
    await once(socket, 'open');
  }

  /** Resolves when a condition holds after a message. */
  async until(holds: () => boolean): Promise<void> {
    while (!holds()) await new Promise<void>((resolve) => this.waits.add(resolve));
  }

  /** Resolves when the client knows exactly these members. */
  knows(ids: readonly (string | undefined)[]): Promise<void> {
    const wanted = [...ids].sort().join();
    return this.until(
      () =>
        wanted ===
        this.members
          .map(({ id }) => id)
          .sort()
          .join(),
    );
  }

  send(receiver: string, type: string, data: unknown, id?: number): void {
    this.socket?.send(JSON.stringify({ receiver, type, data, id }));
  }

  private received({ type, receiver, data }: { type: string; receiver: string; data: unknown }): void {
    if (type === 'ping') this.send('ground control', 'pong', data);
    if (type === 'pong') {
      this.id ??= receiver;
      this.ids.add(receiver);
    }
    if (type === 'text') this.texts.push((data as { text: string }).text);
    if (type === 'room-info') this.members = (data as { clients: RoomMember[] }).clients;
    for (const { id } of this.members) {
      if (id === this.id || this.peers.includes(id)) continue;
      this.peers.push(id);
      this.send(id, 'offer', { type: 'offer', sdp: 'v=0' });
    }
    for (const resolve of this.waits) resolve();
    this.waits.clear();
  }
}

/** Opens a tab with an older client, and waits until it knows its ID. The test closes it. */
export async function openTab(
  t: Test,
  url: string,
  jar: CookieJar = {},
  options: ClientOptions = {},
): Promise<OlderClient> {
  const client = new OlderClient(jar);
  t.teardown(() => client.socket?.terminate());
  await client.connect(url, options);
  await client.until(() => client.id !== undefined);
  return client;
}
