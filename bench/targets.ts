import type { Result } from './load/task.js';
import { cost, type Results } from './runs.js';
import type { ServerName } from './servers.js';
import { digits, median } from './statistics.js';

/** A target for one of Lectern's figures: absolute, or relative to another server's figure of the same run. */
interface Target {
  what: string;
  /** The way in which Lectern is run, if it is not the default. */
  server?: ServerName;
  row: string;
  of(result: Result): number;
  beside?: ServerName;
  most: number;
}

const memory = ({ memory = Number.NaN }: Result): number => memory;

const bytesPerJoin = ({ bytes = Number.NaN, entered = 1 }: Result): number => bytes / entered ** 2;

const aims: Target[] = [
  { what: 'CPU, 10 × 100, 1 in flight', row: '10x100-1', of: cost, beside: 'relay', most: 0.75 },
  { what: 'CPU, 1 × 1,000, 1 in flight', row: '1x1000-1', of: cost, beside: 'relay', most: 0.75 },
  { what: 'CPU, 10 × 100, 8 in flight', row: '10x100-8', of: cost, beside: 'relay', most: 0.17 },
  { what: 'CPU, 10 × 100, 8 in flight', row: '10x100-8', of: cost, beside: 'socket.io', most: 0.17 },
  { what: 'CPU, 10 × 100, 32 in flight', row: '10x100-32', of: cost, beside: 'relay', most: 0.05 },
  { what: 'CPU, 250 × 4, 1 in flight', row: '250x4-1', of: cost, beside: 'socket.io', most: 0.7 },
  {
    what: 'CPU over Socket.IO, 5 × 200, 1 in flight',
    server: 'lectern, Socket.IO',
    row: '5x200-1',
    of: cost,
    beside: 'lectern',
    most: 1.5,
  },
  {
    what: 'memory of an idle Socket.IO connection',
    server: 'lectern, Socket.IO',
    row: 'idle',
    of: memory,
    beside: 'socket.io',
    most: 1.5,
  },
  { what: 'memory of an idle connection', row: 'idle', of: memory, beside: 'relay', most: 1.25 },
  { what: 'memory of an idle connection', row: 'idle', of: memory, beside: 'socket.io', most: 0.5 },
  {
    what: 'latency p99 at half load',
    row: 'half',
    of: ({ p99 = Number.NaN }) => p99,
    beside: 'relay',
    most: 1,
  },
  { what: 'time to fill a room, s', row: 'join', of: ({ seconds }) => seconds, most: 3 },
  {
    what: 'bytes per member and join',
    row: 'join',
    of: bytesPerJoin,
    most: 100,
  },
  {
    what: 'the same with permessage-deflate',
    server: 'lectern, deflate',
    row: 'join',
    of: bytesPerJoin,
    most: 25,
  },
];

/** The table of targets and results. */
export function targets(results: Results): string {
  const lines = aims.flatMap(({ what, server = 'lectern', row, of, beside, most }) => {
    const figure = (server: ServerName) => median((results.get(row)?.get(server) ?? []).map(of));
    const reached = beside ? figure(server) / figure(beside) : figure(server);
    // A load that was added since is not measured yet.
    if (Number.isNaN(reached)) return [];
    const aim = beside ? `≤ ${most} × ${beside}` : `≤ ${most}`;
    return `| ${what} | ${aim} | ${digits(reached)} | ${reached <= most ? 'yes' : 'no'} |`;
  });
  return ['| figure | target | result | met |', '| --- | --- | --- | --- |', ...lines].join('\n');
}
