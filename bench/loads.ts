import type { Load } from './load/task.js';
import type { ServerName } from './servers.js';

/** A row of the table: one load, and the servers that get it. */
export interface Row {
  id: string;
  title: string;
  load: Load;
  servers: ServerName[];
}

export const everybody: ServerName[] = ['lectern', 'relay', 'socket.io', 'socket.io, ajv'];

/** The servers of the rows that compare Socket.IO with WebSockets. */
const socketIo: ServerName[] = ['lectern', 'lectern, Socket.IO', 'relay', 'socket.io'];

/** Loads for which the other ways of sending are measured as well. */
const byEveryWay = ['10x100-1', '10x100-32', '250x4-1'];

type Sized = Pick<Row, 'title' | 'load'>;

const number = (value: number): string => value.toLocaleString('en');

const idle = (clients: number): Sized => ({
  title: `${number(clients)} idle`,
  load: { kind: 'idle', clients },
});

const join = (clients: number): Sized => ({
  title: `${number(clients)} join a room at once`,
  load: { kind: 'join', clients },
});

const lectures = (lectures: number, members: number): Sized => ({
  title: `${lectures} lectures of ${members}`,
  load: { kind: 'lectures', lectures, members },
});

function talk(rooms: number, members: number, inFlight: number): Row {
  const id = `${rooms}x${members}-${inFlight}`;
  return {
    id,
    title: `${number(rooms)} × ${number(members)}, ${inFlight} in flight`,
    load: { kind: 'talk', rooms, members, inFlight },
    servers: byEveryWay.includes(id) ? [...everybody, 'lectern, send', 'lectern, node'] : everybody,
  };
}

/** The rooms whose load is also measured at a fixed rate. */
export const half = { rooms: 10, members: 100, of: '10x100-1' };

const shapes: [number, number][] = [
  [10, 100],
  [250, 4],
  [1, 1000],
];

/** The loads of `npm run bench`. Half of the capacity is known once the capacity is: see bench.ts. */
export const rows: Row[] = [
  ...shapes.flatMap(([rooms, members]) => [1, 8, 32].map((inFlight) => talk(rooms, members, inFlight))),
  { ...talk(5, 200, 1), servers: socketIo },
  {
    id: 'half',
    title: `${half.rooms} × ${half.members}, at half of the relay's capacity`,
    load: { kind: 'paced', rooms: half.rooms, members: half.members, perSecond: 0 },
    servers: everybody,
  },
  { id: 'idle', ...idle(10_000), servers: [...everybody, 'lectern, Socket.IO'] },
  { id: 'join', ...join(1000), servers: [...everybody, 'lectern, deflate'] },
  {
    id: 'lectures',
    ...lectures(10, 30),
    // A relay cannot send to a single client.
    servers: ['lectern', 'socket.io', 'socket.io, ajv'],
  },
];

/** The loads of `npm run bench:check`: enough to detect a regression. */
export const guarded = ['10x100-1', '10x100-8', '1x1000-1', '250x4-1'];

/** The same, smaller: to check that the benchmark works. */
export function small(row: Row): Row {
  const { load } = row;
  switch (load.kind) {
    case 'idle':
      return { ...row, ...idle(500) };
    case 'join':
      return { ...row, ...join(200) };
    case 'lectures':
      return { ...row, ...lectures(2, 10) };
    case 'talk':
      return { ...row, load: { ...load, others: Math.min(load.others ?? 0, 1000) } };
    default:
      return row;
  }
}
