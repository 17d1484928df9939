import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import type { Test } from 'tap';

/** Limits of the one-way delay in ms. Each piece of data has a random delay between them. */
export interface Delay {
  least: number;
  most: number;
}

export interface DelayProxy {
  /** `http://127.0.0.1:<port>` */
  url: string;
  /** From now on, plain HTTP responses get only that many more bytes in total; Infinity lets them continue. */
  allow(bytes: number): void;
  /** Cuts every connection. */
  cut(): void;
}

/** One direction of a connection: data leaves later, in its order. */
class Lane {
  #freeAt = 0;
  readonly #waiting: { data: Buffer | undefined; at: number }[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    readonly out: Socket,
    readonly delay: Delay,
    readonly mayPass: (bytes: number) => boolean,
  ) {}

  /** `undefined` is the end. */
  push(data: Buffer | undefined): void {
    const drawn = this.delay.least + Math.random() * (this.delay.most - this.delay.least);
    this.#freeAt = Math.max(this.#freeAt, performance.now() + drawn);
    this.#waiting.push({ data, at: this.#freeAt });
    this.pump();
  }

  /** Forwards the data that is due. */
  readonly pump = (): void => {
    clearTimeout(this.#timer);
    for (let first = this.#waiting[0]; first; first = this.#waiting[0]) {
      const left = first.at - performance.now();
      if (left > 0) {
        // Timers are late rather than early, by up to a millisecond.
        this.#timer = setTimeout(this.pump, Math.max(0, left - 0.5));
        return;
      }
      if (!this.mayPass(first.data?.length ?? 0)) return;
      this.#waiting.shift();
      if (first.data) this.out.write(first.data);
      else this.out.end();
    }
  };

  stop(): void {
    clearTimeout(this.#timer);
  }
}

/** A TCP proxy before the server at `url` that delays all data in both directions and keeps the order. */
export async function startDelayProxy(t: Test, url: string, delay: Delay): Promise<DelayProxy> {
  const { hostname, port } = new URL(url);
  const ends = new Set<Socket>();
  const lanes = new Set<Lane>();
  let allowance = Number.POSITIVE_INFINITY;
  const server = createServer((near) => {
    const far = connect(Number(port), hostname);
    let isWebSocket = false;
    const up = new Lane(far, delay, () => true);
    const down = new Lane(near, delay, (bytes) => {
      if (isWebSocket) return true;
      if (allowance < bytes) return false;
      allowance -= bytes;
      return true;
    });
    const pair = [near, far];
    lanes.add(up).add(down);
    const end = () => {
      for (const lane of [up, down]) {
        lane.stop();
        lanes.delete(lane);
      }
      for (const socket of pair) {
        socket.destroy();
        ends.delete(socket);
      }
    };
    for (const socket of pair) {
      ends.add(socket);
      socket.setNoDelay(true);
      socket.on('error', end);
    }
    near.on('close', end);
    near.on('data', (data) => {
      if (/^upgrade: websocket\r$/im.test(data.toString('latin1'))) isWebSocket = true;
      up.push(data);
    });
    far.on('data', (data) => down.push(data));
    near.on('end', () => up.push(undefined));
    far.on('end', () => down.push(undefined));
  });
  const cut = () => {
    for (const socket of ends) socket.destroy();
  };
  t.teardown(() => {
    cut();
    server.close();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    allow(bytes) {
      allowance = bytes;
      for (const lane of lanes) lane.pump();
    },
    cut,
  };
}
