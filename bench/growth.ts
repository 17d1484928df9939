import type { Talk } from './load/task.js';
import type { Row } from './loads.js';
import { curve } from './plot.js';
import { cost, type Results } from './runs.js';
import type { ServerName } from './servers.js';
import { digits, median, spread } from './statistics.js';

// Measures how the cost of a delivery grows with each quantity that can grow.

interface Growth {
  id: string;
  /** The quantity that grows. */
  title: string;
  /** The method of the measurement. */
  what: string;
  /** The meaning of the curve and its explanation. */
  says: string;
  at: { value: number; load: Omit<Talk, 'kind' | 'inFlight'> }[];
  servers: ServerName[];
}

const at = (values: number[], load: (value: number) => Omit<Talk, 'kind' | 'inFlight'>) =>
  values.map((value) => ({ value, load: load(value) }));

const growths: Growth[] = [
  {
    id: 'room-size',
    title: 'Members of a room',
    what: 'One room, one message in flight.',
    says: 'With two members, a delivery carries half of the cost of a message, and the cost of waking an idle server. From fifty members on it is one write. With thousands of members the sockets no longer fit into the processor’s caches, which affects the relay as well.',
    at: at([2, 10, 50, 200, 1000, 5000], (members) => ({ rooms: 1, members })),
    servers: ['lectern', 'relay'],
  },
  {
    id: 'rooms',
    title: 'Rooms',
    what: 'Rooms of three, one message in flight in each.',
    says: 'With one room the server is mostly idle, and waking it costs most. With ten rooms, the cost of parsing, validating and retaining a message dominates, shared by three deliveries. With thousands of rooms, cache misses add to it, for the relay as well.',
    at: at([1, 10, 100, 1000, 5000], (rooms) => ({ rooms, members: 3 })),
    servers: ['lectern', 'relay'],
  },
  {
    id: 'connections',
    title: 'Connections',
    what: 'Ten active rooms of 100 with one message in flight each; all other connections are in silent rooms of at most twenty.',
    says: 'A silent connection only costs its heartbeat, so the curve is flat apart from noise.',
    at: at([1000, 2000, 5000, 10_000, 19_800], (all) => ({ rooms: 10, members: 100, others: all - 1000 })),
    servers: ['lectern', 'relay'],
  },
  {
    id: 'message-size',
    title: 'Message size, characters',
    what: 'Ten rooms of 100 with one message in flight each. Lectern uses lobbies, where a message can have up to 48 KiB.',
    says: 'A message a thousand times larger costs three times as much: the kernel copies its bytes once per member, but Lectern parses, validates and frames it once for all members.',
    at: at([50, 500, 5000, 20_000, 48_000], (length) => ({ rooms: 10, members: 100, length })),
    servers: ['lectern', 'relay'],
  },
];

const rowId = (growth: Growth, value: number): string => `${growth.id}-${value}`;

/** The loads to measure. */
export const growthRows: Row[] = growths.flatMap((growth) =>
  growth.at.map(({ value, load }) => ({
    id: rowId(growth, value),
    title: `${growth.title}: ${value.toLocaleString('en')}`,
    load: { kind: 'talk', inFlight: 1, ...load },
    servers: growth.servers,
  })),
);

/** Plots: file name, SVG, and its description. */
export function growthPlots(results: Results): [string, string, string][] {
  return growths.map((growth) => [
    `growth-${growth.id}.svg`,
    curve({
      title: `CPU, µs per delivery, by ${growth.title.toLowerCase()}`,
      at: growth.at.map(({ value }) => value),
      series: growth.servers.map((name) => ({
        name,
        values: growth.at.map(({ value }) =>
          median((results.get(rowId(growth, value))?.get(name) ?? []).map(cost)),
        ),
      })),
    }),
    `Server CPU per delivered message, by ${growth.title.toLowerCase()}`,
  ]);
}

/** The section of the document. */
export function growthSection(results: Results): string {
  const parts = growths.map((growth) => {
    const lines = growth.at.map(({ value }) => {
      const cells = growth.servers.map((name) => {
        const all = results.get(rowId(growth, value))?.get(name) ?? [];
        return `${spread(all.map(cost))}`;
      });
      const [own = Number.NaN, other = Number.NaN] = growth.servers.map((name) =>
        median((results.get(rowId(growth, value))?.get(name) ?? []).map(cost)),
      );
      return `| ${[value.toLocaleString('en'), ...cells, digits(own / other)].join(' | ')} |`;
    });
    return [
      `### ${growth.title}`,
      `${growth.what} ${growth.says}`,
      `![Server CPU per delivered message, by ${growth.title.toLowerCase()}](benchmarks/growth-${growth.id}.svg)`,
      [
        `| ${growth.title.toLowerCase()} | ${growth.servers.map((name) => `${name}, µs per delivery`).join(' | ')} | ratio |`,
        `|${' --- |'.repeat(growth.servers.length + 2)}`,
        ...lines,
      ].join('\n'),
    ].join('\n\n');
  });
  return `## Growth\n\n${parts.join('\n\n')}`;
}
