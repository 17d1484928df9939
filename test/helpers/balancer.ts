import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import type { Test } from 'tap';

/** A load balancer that does not inspect traffic: each connection goes to the next server. Returns its URL. */
export async function startBalancer(t: Pick<Test, 'teardown'>, urls: string[]): Promise<string> {
  const ports = urls.map((url) => Number(new URL(url).port));
  let next = 0;
  const server = createServer((near) => {
    const far = connect(ports[next++ % ports.length] ?? 0, '127.0.0.1');
    near.setNoDelay(true);
    far.setNoDelay(true);
    near.pipe(far).pipe(near);
    for (const [socket, other] of [[near, far] as const, [far, near] as const]) {
      socket.on('error', () => other.destroy());
      socket.on('close', () => other.destroy());
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
