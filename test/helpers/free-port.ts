import { once } from 'node:events';
import { createServer } from 'node:net';

/** Ports that the system does not assign automatically: a restarted server finds its own still free. */
const PORTS = { first: 20_000, count: 12_000 };

/** A TCP port of 127.0.0.1 that is currently free and is not assigned by chance. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = PORTS.first + Math.floor(Math.random() * PORTS.count);
    const server = createServer().listen(port, '127.0.0.1');
    const isFree = await once(server, 'listening').then(
      () => true,
      () => false,
    );
    if (!isFree) continue;
    server.close();
    await once(server, 'close');
    return port;
  }
}
