import type { Result } from './load/task.js';
import { million } from './million.js';
import { type Figures, figuresOf } from './nodes-figures.js';
import {
  ALONE,
  kindsOfNodes,
  MEMBERS,
  type NodesLoad,
  PER_SECOND,
  paced,
  ROUND_TRIP,
  small,
  talks,
} from './nodes-loads.js';
import type { NodesRecorded } from './nodes-recorded.js';
import { cost } from './runs.js';
import { digits, markdown, spread } from './statistics.js';

/** How much more a delivery may cost on several nodes than on one. */
const MOST = 1.15;

/**
 * The part of the document on several nodes.
 * @param beats the part of a core that one silent connection takes
 */
export function nodesSection(recorded: NodesRecorded, versions: string, beats: number): string {
  const { date, machine, effort, note } = recorded;
  const figures = figuresOf(recorded.results);
  return [
    '## Several nodes',
    `Lectern on one, two and three nodes that share a Redis and a PostgreSQL, beside one node that shares nothing, and beside Socket.IO with its sharded adapter for Redis (${versions}), set up as its documentation has it: \`npm run bench:nodes\`. Members of each room are spread evenly: each connection goes to the next node, with no balancer in between, and each message comes from a member of the next node.`,
    'All nodes have one core together; the load, Redis and PostgreSQL have the other. On the core of the servers runs nothing but servers, as where Redis is on a machine of its own, and this for everybody who has one. So CPU a delivery is the figure that carries over. Deliveries a second of three processes on one core say little: on three machines each has a core.',
    `Measured ${date} on ${machine}: ${effort.rounds} rounds of ${effort.seconds} s, each after ${effort.warmUp} s of the same load. Where anything else took more than a tenth of a core meanwhile, it was measured again.${note ? ` ${note}` : ''}`,
    '### Targets of several nodes',
    `A delivery may cost a node ${MOST} of what it costs one node without Redis, and one round trip to Redis for each message: with ${MEMBERS} members on n nodes a node shares that round trip among ${MEMBERS} / n deliveries. The round trip is a call of the same client library with 256 bytes that Redis passes on to nobody, with as many in flight as there are messages, or as many a second, measured in the same rounds. The node is the one of the n that took most. Only at the same rate is it the same work: with so many in flight whoever is faster has more to do, and on one core messages that pass through more processes come apart, so that fewer of them share a write.`,
    targets(figures),
    strictly(figures),
    ...[paced, ...talks].map((load) => table(load, figures)),
    '### A round trip to Redis',
    roundTrips(figures),
    `### ${small.title}`,
    'Where messages are most of what there is to do, and no node ever sleeps: what it costs that more nodes hear one.',
    hearers(figures),
    million(figures, beats),
  ].join('\n\n');
}

/** How the figures are to be read. */
function strictly({ median }: Figures): string {
  const call = median(paced.id, ROUND_TRIP, cost);
  const alone = median(paced.id, ALONE, cost);
  const most = MOST * alone + call / MEMBERS;
  const reached = median(paced.id, 'lectern-3', cost);
  return `At the same rate most of what a round trip costs is that a process wakes and sleeps again, which is dear on a virtual machine: ${digits(call)} µs at ${PER_SECOND} a second, ${digits(median(talks[0]?.id ?? '', ROUND_TRIP, cost))} µs for one that never sleeps. Nodes pay for that in the same way, each for each message. Allowed once a message for three nodes together instead of once for each, it would be ${digits(most)} µs a delivery, and ${digits(reached)} ${reached <= most ? 'hold that, too' : 'do not hold that'}. With one message in flight what is above the aim seems to be the switching between the processes on one core and the waking of a load that has time to sleep (its last column). With 8 in flight, those of a room come apart on their way through several processes that run one after the other, and leave in several writes instead of one.`;
}

interface Target {
  what: string;
  aim: string;
  reached: number;
  most: number;
}

function targets(figures: Figures): string {
  const { median, nodeCost } = figures;
  const shared: Target[] = [paced, ...talks].flatMap(({ id, title }) =>
    [2, 3].map((n) => {
      const alone = median(id, ALONE, cost);
      const call = median(id, ROUND_TRIP, cost);
      const most = MOST * alone + (call * n) / MEMBERS;
      return {
        what: `CPU, µs a delivery, of the costliest of ${n} nodes, ${title}`,
        aim: `≤ ${MOST} × ${digits(alone)} + ${digits(call)} × ${n} / ${MEMBERS} = ${digits(most)}`,
        reached: median(id, `lectern-${n}`, nodeCost),
        most,
      };
    }),
  );
  const beside = (what: string, load: NodesLoad, n: number, of: (result: Result) => number): Target => ({
    what: `${what}, ${n} ${n === 1 ? 'node' : 'nodes'}, ${load.title}`,
    aim: '≤ 1 of socket.io on as many',
    reached: median(load.id, `lectern-${n}`, of) / median(load.id, `socket.io-${n}`, of),
    most: 1,
  });
  const all = [
    ...shared,
    ...[paced, ...talks].flatMap((load) => [1, 2, 3].map((n) => beside('CPU', load, n, cost))),
    ...[2, 3].map((n) => beside('p99 across nodes', paced, n, ({ acrossP99 = Number.NaN }) => acrossP99)),
  ];
  return markdown(
    ['what', 'aim', 'reached', 'held'],
    all.map(({ what, aim, reached, most }) => [what, aim, digits(reached), reached <= most ? 'yes' : 'no']),
  );
}

function table({ id, title, load }: NodesLoad, figures: Figures): string {
  const { of, median, nodeCost } = figures;
  const isPaced = load.kind === 'paced';
  const heads = [
    'server',
    'nodes',
    'CPU, µs a delivery',
    'costliest node',
    'of one node',
    'of Socket.IO',
    'Redis, µs a message',
    ...(isPaced ? [] : ['deliveries/s']),
    'latency p50, ms',
    'p99, ms',
    'across nodes p50, ms',
    'p99, ms',
    'load, % of its core',
  ];
  const rows = kindsOfNodes.map((kind) => {
    const results = of(id, kind.id);
    const cell = (value: (result: Result) => number | undefined) =>
      spread(results.flatMap((result) => value(result) ?? []));
    const own = median(id, kind.id, cost);
    const one = median(id, kind.server === 'lectern' ? ALONE : `${kind.server}-1`, cost);
    const other = median(id, `socket.io-${kind.nodes}`, cost);
    return [
      kind.title,
      String(kind.nodes),
      cell(cost),
      cell(({ cpuBy, ...result }) => cpuBy && nodeCost({ cpuBy, ...result })),
      digits(own / one),
      kind.redis ? digits(own / other) : '–',
      cell(({ redisCpu, deliveries = 0 }) => redisCpu && (redisCpu / deliveries) * MEMBERS * 1e6),
      ...(isPaced ? [] : [cell(({ deliveries = 0, seconds }) => deliveries / seconds)]),
      cell(({ p50 }) => p50),
      cell(({ p99 }) => p99),
      cell(({ acrossP50 }) => acrossP50),
      cell(({ acrossP99 }) => acrossP99),
      cell(({ generatorCpu, seconds }) => (generatorCpu / seconds) * 100),
    ];
  });
  const about = isPaced
    ? `The same rate for everybody, below what anybody can deliver: ${(PER_SECOND * MEMBERS).toLocaleString('en')} deliveries a second. Across nodes: sent by a member of another node.`
    : '';
  return [`### ${title}`, about, markdown(heads, rows)].filter((part) => part !== '').join('\n\n');
}

function roundTrips(figures: Figures): string {
  const rows = [paced, ...talks].map(({ id, calls }) => {
    const results = figures.of(id, ROUND_TRIP);
    const cell = (value: (result: Result) => number) => spread(results.map(value));
    return [
      calls && 'inFlight' in calls ? `${calls.inFlight} in flight` : `${PER_SECOND} a second`,
      cell(cost),
      cell(({ redisCpu = Number.NaN, deliveries = Number.NaN }) => (redisCpu / deliveries) * 1e6),
      cell(({ deliveries = 0, seconds }) => deliveries / seconds),
      cell(({ p50 = Number.NaN }) => p50),
      cell(({ p99 = Number.NaN }) => p99),
    ];
  });
  return markdown(['calls', 'CPU of the caller, µs', 'of Redis, µs', 'calls/s', 'p50, ms', 'p99, ms'], rows);
}

function hearers({ of }: Figures): string {
  const rows = kindsOfNodes
    .filter(({ id }) => small.kinds?.includes(id))
    .map(({ id, title, nodes }) => {
      const cell = (value: (result: Result) => number) => spread(of(small.id, id).map(value));
      const messages = ({ deliveries = Number.NaN }: Result) => deliveries / small.members;
      return [
        title,
        String(nodes),
        cell((result) => cost(result) * small.members),
        cell((result) => ((result.redisCpu ?? Number.NaN) / messages(result)) * 1e6),
        cell((result) => messages(result) / result.seconds),
      ];
    });
  return markdown(['server', 'nodes', 'CPU of all, µs a message', 'Redis, µs a message', 'messages/s'], rows);
}
