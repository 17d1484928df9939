import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** A TCP proxy before a server whose port can change. It delays and loses data, and cuts connections. */
export class FaultyProxy {
  readonly #server: Server;
  readonly #pairs = new Set<[Socket, Socket]>();
  #swallows = false;
  #isDown = false;

  private constructor(
    server: Server,
    private readonly delay: (towards: 'server' | 'client') => number,
  ) {
    this.#server = server;
  }

  /**
   * @param port returns the server's current port
   * @param delay returns the ms by which the next piece of data is delayed on its way
   */
  static async start(
    port: () => number,
    delay: (towards: 'server' | 'client') => number,
  ): Promise<FaultyProxy> {
    const server = createServer();
    const proxy = new FaultyProxy(server, delay);
    server.on('connection', (near) => {
      if (proxy.#isDown) near.destroy();
      else proxy.#join(near, connect(port(), '127.0.0.1'));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return proxy;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Cuts the present connections; later ones work. */
  cut(): void {
    this.#swallows = false;
    for (const pair of this.#pairs) for (const socket of pair) socket.destroy();
  }

  /** From now on no data arrives on either side, and connections stay open. */
  swallow(): void {
    this.#swallows = true;
  }

  /** Cuts the present connections, and all new ones until up(). */
  down(): void {
    this.#isDown = true;
    this.cut();
  }

  up(): void {
    this.#isDown = false;
  }

  close(): void {
    this.#server.close();
    this.cut();
  }

  #join(near: Socket, far: Socket): void {
    const pair: [Socket, Socket] = [near, far];
    this.#pairs.add(pair);
    const end = () => {
      this.#pairs.delete(pair);
      near.destroy();
      far.destroy();
    };
    for (const [from, to, towards] of [
      [near, far, 'server'],
      [far, near, 'client'],
    ] as const) {
      // One piece after the other: timers with nearly the same time can fire in any order.
      let passed: Promise<void> = Promise.resolve();
      from.setNoDelay(true);
      from.on('error', end);
      from.on('close', end);
      from.on('data', (data: Buffer) => {
        if (this.#swallows) return;
        const due = performance.now() + this.delay(towards);
        passed = passed.then(async () => {
          const left = due - performance.now();
          if (left > 0) await new Promise((resolve) => setTimeout(resolve, left));
          if (!this.#swallows && to.writable) to.write(data);
        });
      });
    }
  }
}
