import type { RoundTrips } from './load/round-trip.js';
import type { Load } from './load/task.js';
import type { ServerName } from './servers.js';

/** Number of nodes of a server. */
export interface NodesKind {
  id: string;
  title: string;
  server: ServerName;
  nodes: number;
  /** The nodes share a Redis. */
  redis: boolean;
}

const nodes = (title: string, server: ServerName, count: number, redis = true): NodesKind => ({
  id: `${server}-${redis ? count : 'alone'}`,
  title,
  server,
  nodes: count,
  redis,
});

/** One node without shared services: the baseline. */
export const ALONE = 'lectern-alone';

export const kindsOfNodes: NodesKind[] = [
  nodes('lectern, without Redis', 'lectern', 1, false),
  ...[1, 2, 3].map((count) => nodes('lectern', 'lectern', count)),
  ...[1, 2, 3].map((count) => nodes('socket.io, sharded adapter', 'socket.io', count)),
];

/** Maximum share of a core for other processes during a measurement; above it, the measurement is repeated. */
export const OTHERS = 0.1;
/** Maximum number of attempts. */
export const AGAIN = 5;

/** The key of a Redis call among the results of a load. */
export const ROUND_TRIP = 'round trip';

export interface NodesLoad {
  id: string;
  title: string;
  load: Load;
  /** The servers that get it; default all. */
  kinds?: string[];
  /** The Redis calls that are measured next to it. */
  calls?: RoundTrips['calls'];
}

/** Loads of the rooms that are spread over the nodes. */
export const ROOMS = 10;
export const MEMBERS = 100;

/** Messages per second that all servers can deliver. */
export const PER_SECOND = 200;

const talk = (inFlight: number): NodesLoad => ({
  id: `talk-${inFlight}`,
  title: `${ROOMS} × ${MEMBERS}, ${inFlight} in flight`,
  load: { kind: 'talk', rooms: ROOMS, members: MEMBERS, inFlight },
  calls: { inFlight: ROOMS * inFlight },
});

/** Rooms of an audience. */
export const AUDIENCE = { rooms: 20, members: 100 };

export const talks = [talk(1), talk(8)];

export const paced: NodesLoad = {
  id: 'paced',
  title: `${ROOMS} × ${MEMBERS}, ${PER_SECOND} messages per second`,
  load: { kind: 'paced', rooms: ROOMS, members: MEMBERS, perSecond: PER_SECOND },
  calls: { perSecond: PER_SECOND },
};

export const audience: NodesLoad = {
  id: 'audience',
  title: `${AUDIENCE.rooms} × ${AUDIENCE.members} join and listen`,
  load: { kind: 'audience', ...AUDIENCE },
  kinds: ['lectern-1', 'lectern-3'],
};

/** So many rooms that no node is ever idle, and so few members that most of the work is per message. */
const SMALL = { rooms: 250, members: 4 };

export const small: NodesLoad & { members: number } = {
  id: 'small',
  title: `${SMALL.rooms} × ${SMALL.members}, 1 in flight`,
  load: { kind: 'talk', ...SMALL, inFlight: 1 },
  kinds: ['lectern-1', 'lectern-2', 'lectern-3'],
  members: SMALL.members,
};

/** The loads of `npm run bench:nodes`. */
export const loadsOfNodes: NodesLoad[] = [...talks, paced, small, audience];
