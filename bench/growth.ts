import type { Talk } from './load/task.js';
import type { Row } from './loads.js';
import { curve } from './plot.js';
import { cost, type Results } from './runs.js';
import type { ServerName } from './servers.js';
import { digits, median, spread } from './statistics.js';

// How the cost of a delivery grows with everything that can grow.

interface Growth {
  id: string;
  /** What grows. */
  title: string;
  /** How that is measured. */
  what: string;
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
    at: at([2, 10, 50, 200, 1000, 5000], (members) => ({ rooms: 1, members })),
    servers: ['lectern', 'relay'],
  },
  {
    id: 'rooms',
    title: 'Rooms',
    what: 'Rooms of three, one message in flight in each.',
    at: at([1, 10, 100, 1000, 5000], (rooms) => ({ rooms, members: 3 })),
    servers: ['lectern', 'relay'],
  },
  {
    id: 'connections',
    title: 'Connections',
    what: 'Ten rooms of 100 who talk, one message in flight in each, and the others in rooms of twenty at most who do not.',
    at: at([1000, 2000, 5000, 10_000, 19_800], (all) => ({ rooms: 10, members: 100, others: all - 1000 })),
    servers: ['lectern', 'relay'],
  },
  {
    id: 'message-size',
    title: 'Characters of a message',
    what: 'Ten rooms of 100, one message in flight in each; of Lectern in lobbies, where a message may have 48 KiB.',
    at: at([50, 500, 5000, 20_000, 48_000], (length) => ({ rooms: 10, members: 100, length })),
    servers: ['lectern', 'relay'],
  },
];

const rowId = (growth: Growth, value: number): string => `${growth.id}-${value}`;

/** What is measured for it. */
export const growthRows: Row[] = growths.flatMap((growth) =>
  growth.at.map(({ value, load }) => ({
    id: rowId(growth, value),
    title: `${growth.title}: ${value.toLocaleString('en')}`,
    load: { kind: 'talk', inFlight: 1, ...load },
    servers: growth.servers,
  })),
);

/** Plots: file name, SVG, and what it shows. */
export function growthPlots(results: Results): [string, string, string][] {
  return growths.map((growth) => [
    `growth-${growth.id}.svg`,
    curve({
      title: `CPU, µs a delivery, by ${growth.title.toLowerCase()}`,
      at: growth.at.map(({ value }) => value),
      series: growth.servers.map((name) => ({
        name,
        values: growth.at.map(({ value }) =>
          median((results.get(rowId(growth, value))?.get(name) ?? []).map(cost)),
        ),
      })),
    }),
    `Server CPU for each delivered message, by ${growth.title.toLowerCase()}`,
  ]);
}

/** The part of the document. */
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
      growth.what,
      `![Server CPU for each delivered message, by ${growth.title.toLowerCase()}](benchmarks/growth-${growth.id}.svg)`,
      [
        `| ${growth.title.toLowerCase()} | ${growth.servers.map((name) => `${name}, µs a delivery`).join(' | ')} | ratio |`,
        `|${' --- |'.repeat(growth.servers.length + 2)}`,
        ...lines,
      ].join('\n'),
    ].join('\n\n');
  });
  return `## Growth\n\n${parts.join('\n\n')}`;
}
