import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';

/** Ports that the system does not assign automatically: a restarted server finds its own still free. */
const PORTS = { first: 20_000, count: 12_000 };

/**
 * A TCP port of 127.0.0.1 that is currently free and is not assigned by chance. It is returned to no other process
 * before this one has ended, so that a server can start on it at any time, also again.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = PORTS.first + Math.floor(Math.random() * PORTS.count);
    if (!(await reserve(port))) continue;
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

/** Marks a port by a UDP socket on an address that is not used otherwise. Returns whether it was not marked yet. */
async function reserve(port: number): Promise<boolean> {
  const mark = createSocket('udp4').unref();
  mark.bind(port, '127.0.0.2');
  try {
    await once(mark, 'listening');
  } catch (error) {
    // Not every system has the address.
    return (error as NodeJS.ErrnoException).code !== 'EADDRINUSE';
  }
  return true;
}
