import { randomUUID } from 'node:crypto';
import { arrivalKey, type Welcome } from 'lectern-protocol';
import { envelope } from 'lectern-protocol/envelope';
import t, { type Test } from 'tap';
import { keyOf, load, serverSide } from '../../schemas/generators/load.js';
import { bare, newAjv } from '../../schemas/generators/validators.js';
import { startBalancer } from './balancer.js';
import { connect, sameIds, type TestClient } from './client.js';
import { startNodes, startShared } from './nodes.js';
import { startServer } from './server.js';
import { connectOverSocketIo } from './socket-io-socket.js';

/** A client that has received welcome, in a room of its own or in none. */
export interface Guest {
  client: TestClient;
  id: string;
  welcome: Welcome;
}

/** An array of the given length. */
type Tuple<T, N extends number, Sofar extends T[] = []> = Sofar['length'] extends N
  ? Sofar
  : Tuple<T, N, [...Sofar, T]>;

/** The data of a type as in its schema. */
interface Shape {
  optional: boolean;
  fits(data: unknown): boolean;
}

/** The shapes of all types by their keys. */
async function loadShapes(): Promise<Map<string, Shape>> {
  // Stricter than the validators of the client library, which accept unknown members.
  const ajv = newAjv();
  const known = new Map<string, Shape>();
  for (const family of (await load()).families) {
    for (const [type, message] of Object.entries(family.messages)) {
      const schema = serverSide(message)?.data;
      if (!schema) continue;
      const optional = message.server === 'same' && message.client?.optional === true;
      let compiled: Shape['fits'] | undefined;
      known.set(keyOf(family, type), {
        optional,
        // A file receives few of the types, and compiling all of them takes long.
        fits(data) {
          compiled ??= ajv.compile(bare(schema) as object);
          return compiled(data);
        },
      });
    }
  }
  return known;
}

/** The files of a process share the shapes. */
let shapes: Promise<Map<string, Shape>> | undefined;

/** The server under test: the one in LECTERN_URL, or our own. */
export class Target {
  /** All clients that were connected, for `checkFrames`. */
  private readonly clients: TestClient[] = [];

  /** @param overSocketIo whether the clients use Socket.IO instead of WebSockets */
  constructor(
    readonly url: string,
    readonly overSocketIo = false,
  ) {}

  /** Adds a test of what only WebSockets have: exact frames, and many clients that connect at once. */
  webSocketTest(name: string, run: (t: Test) => Promise<void>): void {
    if (!this.overSocketIo) t.test(name, run);
  }

  /** The data of a message as it arrives. Over Socket.IO, null means that there is none. */
  arriving(data: unknown): { data?: unknown } {
    return data === undefined || (this.overSocketIo && data === null) ? {} : { data };
  }

  /** A room without other clients. */
  newRoom(): string {
    return `conformance-${randomUUID()}`;
  }

  /** The address of an endpoint, with a room or without one. */
  endpoint(roomId?: string, query = ''): string {
    const path = roomId === undefined ? '/ws' : `/room/${encodeURIComponent(roomId)}/ws`;
    return new URL(path + query, this.url).href;
  }

  async connect(t: Test, url: string, protocols: string[] = []): Promise<TestClient> {
    const client = this.overSocketIo
      ? await connectOverSocketIo(t, url, protocols)
      : await connect(t, url, { protocols });
    this.clients.push(client);
    return client;
  }

  /** Connects and waits for `welcome`; with a room, also until the client is in it. */
  async enter(t: Test, roomId?: string, query?: string): Promise<Guest> {
    const client = await this.connect(t, this.endpoint(roomId, query));
    const welcome = await client.welcome();
    if (roomId !== undefined) await client.request('get-room-info');
    return { client, id: welcome.id, welcome };
  }

  /**
   * That many clients without deltas in one room, each of which has received the complete list; their queues are empty.
   */
  async gather<N extends number>(t: Test, roomId: string, count: N): Promise<Tuple<Guest, N>> {
    const guests: Guest[] = [];
    while (guests.length < count) guests.push(await this.enter(t, roomId));
    const ids = guests.map(({ id }) => id);
    await Promise.all(
      guests.map(({ client }) => client.next('room-info', ({ data }) => sameIds(data.clients, ids))),
    );
    await Promise.all(guests.map(({ client }) => client.drain()));
    return guests as Tuple<Guest, N>;
  }

  /** Checks every frame that reached any client against the schemas. */
  async checkFrames(t: Test): Promise<void> {
    shapes ??= loadShapes();
    const known = await shapes;
    for (const frame of this.clients.flatMap(({ frames }) => frames)) {
      const message = JSON.parse(frame);
      const shape = known.get(arrivalKey(message, (key) => known.has(key)));
      // An event of Socket.IO cannot tell null from no data.
      const absent = shape?.optional || (this.overSocketIo && shape?.fits(null));
      const fits = 'data' in message ? shape?.fits(message.data) : absent;
      const faults = [
        !envelope(message) && 'envelope',
        typeof message.sender !== 'string' && 'sender',
        typeof message.receiver !== 'string' && 'receiver',
        !shape && 'type',
        !fits && 'data',
      ].filter(Boolean);
      if (faults.length > 0) t.fail(`${faults.join(', ')} of ${frame.slice(0, 500)}`);
    }
    t.pass('every message fits its schema');
  }
}

/** The options of our own server under test, besides its defaults. */
export const conformanceOptions = {
  stunUrls: ['stun:stun.example.org:3478'],
  turnUrls: ['turn:turn.example.org:3478?transport=udp'],
  turnSecret: 'for the tests',
};

/**
 * The URL of our own server, or of several nodes if `TEST_NODES` contains their number; each connection reaches the
 * next node.
 * @param socketIo whether it serves Socket.IO
 */
async function startOwn(t: Pick<Test, 'teardown'>, socketIo: boolean): Promise<string> {
  const nodes = Number(process.env.TEST_NODES ?? 1);
  const options = { ...conformanceOptions, socketIo };
  if (nodes === 1) return (await startServer(t, options)).url;
  const started = await startNodes(t, await startShared(t), nodes, options);
  return startBalancer(
    t,
    started.map(({ url }) => url),
  );
}

/**
 * Runs a file of the suite against the server under test, with a final test of all frames that the server sent. Resolves
 * after all of its tests, when our own server is closed, because the next file of the same process needs another one.
 */
export async function target(suite: (target: Target) => void | Promise<void>): Promise<void> {
  const given = process.env.LECTERN_URL;
  const overSocketIo = process.env.TEST_TRANSPORT === 'socket.io';
  const teardowns: (() => unknown)[] = [];
  const own = { teardown: (run: () => unknown) => void teardowns.push(run) };
  const server = new Target(given ?? (await startOwn(own, overSocketIo)), overSocketIo);
  await suite(server);
  const close = async (): Promise<void> => {
    for (const teardown of teardowns.reverse()) await teardown();
  };
  const last = t.test('every received message matches the schemas', (t) => server.checkFrames(t));
  await last;
  if (last.subtest) await close();
  // A filter has left out the last test, so the others still run.
  else t.teardown(close);
}
