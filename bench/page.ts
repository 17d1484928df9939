import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { growthPlots, growthSection } from './growth.js';
import type { Result } from './load/task.js';
import { everybody, type Row, rows } from './loads.js';
import { nodesSection } from './nodes-page.js';
import type { NodesRecorded } from './nodes-recorded.js';
import { bars } from './plot.js';
import { type Part, type Recorded, resultsOf } from './recorded.js';
import { comparedBy, cost, type Results } from './runs.js';
import { kinds, root, type ServerName } from './servers.js';
import { digits, median, spread } from './statistics.js';
import { targets } from './targets.js';

/** A column of a table. */
interface Column {
  head: string;
  cell(results: Result[]): string;
}

const column = (head: string, of: (result: Result) => number | undefined): Column => ({
  head,
  cell: (results) => spread(results.flatMap((result) => of(result) ?? [])),
});

const delivered: Column[] = [
  column('CPU, µs per delivery', cost),
  column('deliveries/s', ({ deliveries = 0, seconds }) => deliveries / seconds),
  column('latency p50, ms', ({ p50 }) => p50),
  column('p99, ms', ({ p99 }) => p99),
  column('bytes per delivery', ({ bytes = 0, deliveries = 1 }) => bytes / deliveries),
  column('load generator, % of its core', ({ generatorCpu, seconds }) => (generatorCpu / seconds) * 100),
];
const idle: Column[] = [
  column('KB per connection', ({ memory = 0 }) => memory / 1000),
  column('CPU, % of a core', ({ cpu, seconds }) => (cpu / seconds) * 100),
];
const join_: Column[] = [
  column('s until everyone knows everyone', ({ seconds }) => seconds),
  column('CPU, s', ({ cpu }) => cpu),
  column('MB in total', ({ bytes = 0 }) => bytes / 1e6),
];
const lectures: Column[] = [
  column('CPU, µs per delivery', cost),
  column('CPU, % of a core', ({ cpu, seconds }) => (cpu / seconds) * 100),
  column('deliveries/s', ({ deliveries = 0, seconds }) => deliveries / seconds),
];

const columnsOf: Record<Row['load']['kind'], Column[]> = {
  talk: delivered,
  paced: delivered,
  idle,
  join: join_,
  lectures,
  audience: [],
};

function table(row: Row, results: Results): string {
  const columns = columnsOf[row.load.kind];
  const byServer = results.get(row.id) ?? new Map<ServerName, Result[]>();
  const figure = (server: ServerName) => median((byServer.get(server) ?? []).map(comparedBy(row.load.kind)));
  const lines = kinds.flatMap(({ name }) => {
    const all = byServer.get(name);
    if (!all) return [];
    const ratios = (['relay', 'socket.io'] as const).map((other) => digits(figure(name) / figure(other)));
    return [`| ${[name, ...columns.map(({ cell }) => cell(all)), ...ratios].join(' | ')} |`];
  });
  const heads = ['server', ...columns.map(({ head }) => head), 'vs. relay', 'vs. Socket.IO'];
  return [
    `### ${row.title}`,
    '',
    `| ${heads.join(' | ')} |`,
    `|${' --- |'.repeat(heads.length)}`,
    ...lines,
  ].join('\n');
}

const versionOf = (name: string, from: string): string =>
  JSON.parse(readFileSync(createRequire(join(root, from)).resolve(`${name}/package.json`), 'utf8')).version;

const versions = (): string =>
  [
    `Lectern with ws ${versionOf('ws', 'package.json')}`,
    `relay with ws ${versionOf('ws', 'bench/package.json')}`,
    `Socket.IO ${versionOf('socket.io', 'bench/package.json')}, ajv ${versionOf('ajv', 'bench/package.json')}`,
  ].join('; ');

const measured = ({ date, since, machine, effort: { rounds, seconds, warmUp } }: Recorded): string =>
  `Measured ${since ? `${since} to ${date}` : date} on ${machine}: ${rounds} rounds of ${seconds} s, each after a warm-up of ${warmUp} s with the same load.`;

const nodesVersions = (): string =>
  ['socket.io', '@socket.io/redis-adapter', 'redis']
    .map((name) => `${name} ${versionOf(name, 'bench/package.json')}`)
    .join(', ');

/** The share of a core that one idle connection uses. */
const silence = (peers: Recorded | undefined): number => {
  const idle = rows.find(({ id }) => id === 'idle')?.load;
  const clients = idle?.kind === 'idle' ? idle.clients : Number.NaN;
  const shares = (resultsOf(peers).get('idle')?.get('lectern') ?? []).map(
    ({ cpu, seconds }) => cpu / seconds,
  );
  return median(shares) / clients;
};

/** A server that was added since is not measured yet. */
const isMeasured = (name: ServerName, peers: Recorded | undefined): boolean =>
  [...resultsOf(peers).values()].some((byServer) => byServer.has(name));

/** The document. */
export function page({ peers, growth }: Partial<Record<Part, Recorded>>, nodes?: NodesRecorded): string {
  const story = join(root, 'bench', 'story.md');
  return `${[
    `# Benchmarks

Lectern compared with its alternatives, under the same load in the same run: \`npm run bench\`. The server has one core, the load generator another. Only the ratios between the rows of a table carry over to other machines. Each figure is the median of several rounds, with the minimum and maximum in brackets. The servers take turns, and each round starts a new process.

${kinds
  .filter(({ name }) => isMeasured(name, peers))
  .map(({ name, what }) => `- **${name}**: ${what}`)
  .join('\n')}

${versions()}.

CPU is the server's user and system time, including all threads. The last two columns compare the figure that matters most for the load: CPU per delivery, memory per idle connection, or CPU for joining. A message is a text of 128 characters. Loads are given as rooms × members. *In flight* is the number of messages per room that are always on their way: when all members have received one, another member sends the next. Latency is measured from sending to each arrival.`,
    ...(peers ? peersSection(peers) : []),
    ...(growth ? [growthSection(resultsOf(growth)), measured(growth)] : []),
    ...(existsSync(story) ? [readFileSync(story, 'utf8').trim()] : []),
    ...(nodes ? [nodesSection(nodes, nodesVersions(), silence(peers))] : []),
  ].join('\n\n')}\n`;
}

function peersSection(peers: Recorded): string[] {
  const results = resultsOf(peers);
  return [
    '## Targets',
    targets(results),
    ...peerPlots(results).map(([name, , alt]) => `![${alt}](benchmarks/${name})`),
    '## Figures',
    measured(peers),
    ...rows.filter(({ id }) => results.has(id)).map((row) => table(row, results)),
  ];
}

/** The plots: file name, SVG, and its description. */
export const plots = ({ peers, growth }: Partial<Record<Part, Recorded>>): [string, string, string][] => [
  ...(peers ? peerPlots(resultsOf(peers)) : []),
  ...(growth ? growthPlots(resultsOf(growth)) : []),
];

const isSubset = (some: readonly ServerName[], all: readonly ServerName[]): boolean =>
  some.every((each) => all.includes(each));

function peerPlots(results: Results): [string, string, string][] {
  const groups = rows.filter(({ load, servers }) => load.kind === 'talk' && isSubset(everybody, servers));
  const series = everybody.map((name) => ({
    name,
    values: groups.map(({ id }) => median((results.get(id)?.get(name) ?? []).map(cost))),
  }));
  const memory = everybody.map((name) => ({
    name,
    values: [median((results.get('idle')?.get(name) ?? []).map(({ memory = 0 }) => memory / 1000))],
  }));
  return [
    [
      'cpu.svg',
      bars({ title: 'CPU, µs per delivery', groups: groups.map(({ title }) => title), series }),
      'Server CPU per delivered message, by load and server',
    ],
    [
      'memory.svg',
      bars({ title: 'Memory of an idle connection, KB', groups: ['idle'], series: memory }),
      'Memory per idle connection, by server',
    ],
  ];
}
