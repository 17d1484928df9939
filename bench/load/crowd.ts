import { setTimeout as pause } from 'node:timers/promises';
import { Client } from './client.js';
import { type Dialect, dialects } from './dialects.js';
import type { Task } from './task.js';

/** Number of connections that are opened at a time. */
const AT_ONCE = 50;
/** ms without a byte after which every client has been informed of every other. */
const QUIET = 500;

export interface Hearing {
  counted?(now: number): void;
  text?(text: string): void;
}

/** A client in a room. */
export interface Member {
  client: Client;
  /** The ID from the server; '' if it has none. */
  id: string;
  /** The client's node, from 0. */
  node: number;
}

/** All clients of the server under test. */
export class Crowd {
  readonly dialect: Dialect;
  private readonly clients: Client[] = [];

  constructor(private readonly task: Task) {
    this.dialect = dialectOf(task);
  }

  /** Bytes that all clients received. */
  get received(): number {
    return this.clients.reduce((sum, { received }) => sum + received, 0);
  }

  /** Connects to a room's endpoint and resolves when the server has admitted the client. */
  async enter(room: string, hearing: Hearing = {}, node = this.clients.length): Promise<Member> {
    return this.open(this.dialect.path(room), hearing, this.dialect.hello?.(room), node);
  }

  /**
   * @param hello the client's first message
   * @param to the node, counted modulo the number of nodes
   */
  async open(
    path: string,
    { counted = () => {}, text: heard }: Hearing,
    hello?: string,
    to = 0,
  ): Promise<Member> {
    const { dialect, task } = this;
    let told = (_id: string) => {};
    const entered = new Promise<string>((resolve) => {
      told = resolve;
      if (!dialect.entered) resolve('');
    });
    const listener = {
      counted,
      text(text: string) {
        const answer = dialect.answer?.(text);
        if (answer) client.say(answer);
        const id = dialect.entered?.(text);
        if (id !== undefined) told(id);
        heard?.(text);
      },
      closed: () => fail(`${task.server} has closed a connection`),
    };
    const node = to % task.ports.length;
    const client = await Client.open(task.ports[node] ?? 0, path, listener, dialect.deflate);
    this.clients.push(client);
    if (hello !== undefined) client.say(hello);
    return { client, id: await entered, node };
  }

  /** From now on texts of at least that many bytes are only counted. */
  count(bytes: number): void {
    for (const client of this.clients) client.count(bytes);
  }

  /** Does something for each number below `count`, several at a time. */
  async each<T>(count: number, act: (index: number) => Promise<T>): Promise<T[]> {
    const results: T[] = [];
    let next = 0;
    const worker = async () => {
      for (let index = next++; index < count; index = next++) results[index] = await act(index);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    return results;
  }

  /** Resolves when no data has arrived for a while, with the time of the last bytes. */
  async quiet(): Promise<number> {
    let last = performance.now();
    let received = this.received;
    while (performance.now() - last < QUIET) {
      await pause(10);
      if (this.received !== received) last = performance.now();
      received = this.received;
    }
    return last;
  }
}

function dialectOf({ load, server }: Task): Dialect {
  if (server !== 'lectern') return dialects[server];
  if (load.kind === 'audience') return dialects.listener;
  return dialects[load.kind === 'talk' && load.length !== undefined ? 'lobby' : server];
}

/** Ends the generator, since it would not measure the intended load. */
export function fail(why: string): never {
  console.error(why);
  process.exit(1);
}
