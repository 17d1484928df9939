import { FaultyProxy } from '../../helpers/faulty-proxy.js';
import { Flood } from './flood.js';
import type { Manners } from './manners.js';
import { SlowClients } from './slow-clients.js';
import type { Trouble } from './trouble.js';

/** Seconds: the heartbeat's interval and grace, and the time for which a client can accept or acknowledge nothing. */
export interface Bounds {
  heartbeat: number;
  stall: number;
}

/** A way in which clients misbehave. */
export interface Fault {
  name: string;
  /** The code with which such clients are disconnected. */
  code: number;
  /** Seconds within which they are disconnected. */
  bound(bounds: Bounds): number;
  /** Large messages are sent to them. */
  large?: true;
  /** Lets that many clients join a room. @param url of its WebSocket */
  prepare(url: string, count: number): Promise<Trouble>;
}

const good: Manners = { protocol: '1.2', reads: true, acknowledges: true };

/**
 * The server checks once a second for delays that began since the last check, and waits 2 s for the closing handshake
 * of an unresponsive client.
 */
const LOOKS = 5;

async function misbehaving(manners: Manners, url: string, count: number): Promise<Trouble> {
  const clients = await SlowClients.start({ ...manners, url, count });
  return { ids: clients.ids, begin: () => clients.misbehave(), end: () => clients.end() };
}

export const faults: readonly Fault[] = [
  {
    name: 'stopped (SIGSTOP)',
    code: 4001,
    bound: ({ heartbeat }) => heartbeat + LOOKS,
    async prepare(url, count) {
      const clients = await SlowClients.start({ ...good, url, count });
      return { ids: clients.ids, begin: () => clients.freeze(), end: () => clients.end() };
    },
  },
  {
    name: 'half-open TCP',
    code: 4001,
    bound: ({ heartbeat }) => heartbeat + LOOKS,
    async prepare(url, count) {
      const { port, pathname } = new URL(url);
      const proxy = await FaultyProxy.start(
        () => Number(port),
        () => 0,
      );
      const through = `ws://127.0.0.1:${proxy.port}${pathname}`;
      const clients = await SlowClients.start({ ...good, url: through, count });
      return {
        ids: clients.ids,
        begin: () => proxy.swallow(),
        async end() {
          proxy.close();
          await clients.end();
        },
      };
    },
  },
  {
    name: 'reads, but acknowledges nothing',
    code: 4002,
    bound: ({ stall }) => stall + LOOKS,
    prepare: (url, count) => misbehaving({ ...good, acknowledges: false }, url, count),
  },
  {
    name: 'sends, but never reads',
    code: 4002,
    bound: ({ stall }) => stall + LOOKS,
    prepare: (url, count) => misbehaving({ ...good, reads: false, acknowledges: false }, url, count),
  },
  {
    name: 'never reads what is much',
    code: 4002,
    bound: ({ stall }) => stall + LOOKS,
    large: true,
    // For a client whose protocol acknowledges nothing, only the bytes are counted.
    prepare: (url, count) => misbehaving({ protocol: '1.1', reads: false, acknowledges: false }, url, count),
  },
  {
    name: 'floods its room: 10,000 messages/s',
    code: 4500,
    bound: () => 1,
    prepare: (url) => Flood.start(url),
  },
];
