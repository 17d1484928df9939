import type { Options } from 'lectern-protocol/options';
import type { Test } from 'tap';
import { connect } from './client.js';
import { type RawSocket, rawUpgrade } from './raw-socket.js';
import { startServer, type TestServer } from './server.js';

export interface Scene {
  server: TestServer;
  /** A connection that will misbehave; it has received welcome. */
  socket: RawSocket;
  /** Checks that other clients are not affected. */
  unharmed(): Promise<void>;
}

/** A server with a bystander, and a raw connection in the same room. */
export async function scene(t: Test, options: Partial<Options> = {}): Promise<Scene> {
  const server = await startServer(t, options);
  const bystander = await connect(t, server.wsUrl('/room/blue/ws'));
  const socket = await rawUpgrade(t, server.url, '/room/blue/ws');
  const welcome = await socket.nextMessage();
  if (welcome.type !== 'welcome') throw new Error(`expected welcome, found ${welcome.type}`);
  return {
    server,
    socket,
    async unharmed() {
      t.match(
        await bystander.request('ping', 'still here'),
        { type: 'pong' },
        'the bystander is not affected',
      );
      const newcomer = await connect(t, server.wsUrl('/room/blue/ws'));
      t.match(await newcomer.next('welcome'), { type: 'welcome' }, 'new clients can connect');
    },
  };
}

/** The message that answers the one with this `id`; earlier messages are skipped. */
export async function answerTo(socket: RawSocket, id: string): Promise<unknown> {
  for (;;) {
    const next = await socket.nextMessage();
    if (next.id === id) return next;
  }
}
