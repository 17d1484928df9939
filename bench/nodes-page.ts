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

/** Target: the cost of a delivery on several nodes, relative to one node. */
const MOST = 1.15;

/**
 * Writes the document's section on several nodes.
 * @param beats share of a core that one idle connection uses for its heartbeat
 */
export function nodesSection(recorded: NodesRecorded, versions: string, beats: number): string {
  const { date, machine, effort, note } = recorded;
  const figures = figuresOf(recorded.results);
  return [
    '## Several nodes',
    `Lectern on one, two and three nodes that share Redis and PostgreSQL, compared with a single node without them and with Socket.IO's sharded Redis adapter (${versions}), set up according to its documentation: \`npm run bench:nodes\`. The members of each room are spread evenly: each connection goes to the next node, without a load balancer in between, and each message comes from a member on the next node.`,
    'All nodes share one core; the load generator, Redis and PostgreSQL share the other. Only the servers run on their core, as if Redis were on a machine of its own. CPU per delivery is therefore the figure that carries over. Deliveries per second of three processes on one core mean little, because on three machines each node has a core of its own.',
    `Measured ${date} on ${machine}: ${effort.rounds} rounds of ${effort.seconds} s, each after a warm-up of ${effort.warmUp} s with the same load. A round is repeated if other processes used more than a tenth of a core.${note ? ` ${note}` : ''}`,
    '### Targets for several nodes',
    `The target is that a delivery costs a node at most ${MOST} times as much as on a single node without Redis, plus one round trip to Redis per message. With ${MEMBERS} members on n nodes, a node shares this round trip among ${MEMBERS} / n deliveries. The round trip is a call of the same client library that publishes 256 bytes to a channel without subscribers, with the same number in flight or the same rate, measured in the same rounds. The table uses the most expensive of the n nodes. Only a fixed rate gives all servers the same work: with a fixed number in flight, a faster server has more to do, and on one core the messages spread out on their way through several processes, so that fewer of them share a write.`,
    targets(figures),
    strictly(figures),
    ...[paced, ...talks].map((load) => table(load, figures)),
    '### Redis round trip',
    roundTrips(figures),
    `### ${small.title}`,
    'In this load, messages dominate and no node ever sleeps. It shows the cost of distributing a message to more nodes.',
    hearers(figures),
    million(figures, beats),
  ].join('\n\n');
}

/** Explains how to read the figures. */
function strictly({ median }: Figures): string {
  const call = median(paced.id, ROUND_TRIP, cost);
  const alone = median(paced.id, ALONE, cost);
  const most = MOST * alone + call / MEMBERS;
  const reached = median(paced.id, 'lectern-3', cost);
  return `At a fixed rate, most of a round trip's cost is that a process wakes up and sleeps again, which is expensive on a virtual machine: ${digits(call)} µs at ${PER_SECOND} per second, ${digits(median(talks[0]?.id ?? '', ROUND_TRIP, cost))} µs for a process that never sleeps. Each node pays this cost for each message. If it were allowed once per message for all three nodes together, the target would be ${digits(most)} µs per delivery, which the result of ${digits(reached)} ${reached <= most ? 'also meets' : 'does not meet'}. With one message in flight, the excess seems to come from switching between processes on one core and from waking a load generator that has time to sleep (last column). With 8 in flight, the messages of a room spread out on their way through processes that run one after the other, and leave in several writes instead of one.`;
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
        what: `CPU, µs per delivery, most expensive of ${n} nodes, ${title}`,
        aim: `≤ ${MOST} × ${digits(alone)} + ${digits(call)} × ${n} / ${MEMBERS} = ${digits(most)}`,
        reached: median(id, `lectern-${n}`, nodeCost),
        most,
      };
    }),
  );
  const beside = (what: string, load: NodesLoad, n: number, of: (result: Result) => number): Target => ({
    what: `${what}, ${n} ${n === 1 ? 'node' : 'nodes'}, ${load.title}`,
    aim: '≤ 1 × socket.io with as many nodes',
    reached: median(load.id, `lectern-${n}`, of) / median(load.id, `socket.io-${n}`, of),
    most: 1,
  });
  const all = [
    ...shared,
    ...[paced, ...talks].flatMap((load) => [1, 2, 3].map((n) => beside('CPU', load, n, cost))),
    ...[2, 3].map((n) => beside('p99 across nodes', paced, n, ({ acrossP99 = Number.NaN }) => acrossP99)),
  ];
  return markdown(
    ['figure', 'target', 'result', 'met'],
    all.map(({ what, aim, reached, most }) => [what, aim, digits(reached), reached <= most ? 'yes' : 'no']),
  );
}

function table({ id, title, load }: NodesLoad, figures: Figures): string {
  const { of, median, nodeCost } = figures;
  const isPaced = load.kind === 'paced';
  const heads = [
    'server',
    'nodes',
    'CPU, µs per delivery',
    'most expensive node',
    'vs. one node',
    'vs. Socket.IO',
    'Redis, µs per message',
    ...(isPaced ? [] : ['deliveries/s']),
    'latency p50, ms',
    'p99, ms',
    'across nodes p50, ms',
    'p99, ms',
    'load generator, % of its core',
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
    ? `A fixed rate that all servers can sustain: ${(PER_SECOND * MEMBERS).toLocaleString('en')} deliveries per second. *Across nodes* means that the sender is on another node.`
    : '';
  return [`### ${title}`, about, markdown(heads, rows)].filter((part) => part !== '').join('\n\n');
}

function roundTrips(figures: Figures): string {
  const rows = [paced, ...talks].map(({ id, calls }) => {
    const results = figures.of(id, ROUND_TRIP);
    const cell = (value: (result: Result) => number) => spread(results.map(value));
    return [
      calls && 'inFlight' in calls ? `${calls.inFlight} in flight` : `${PER_SECOND} per second`,
      cell(cost),
      cell(({ redisCpu = Number.NaN, deliveries = Number.NaN }) => (redisCpu / deliveries) * 1e6),
      cell(({ deliveries = 0, seconds }) => deliveries / seconds),
      cell(({ p50 = Number.NaN }) => p50),
      cell(({ p99 = Number.NaN }) => p99),
    ];
  });
  return markdown(
    ['calls', 'CPU of the caller, µs', 'CPU of Redis, µs', 'calls/s', 'p50, ms', 'p99, ms'],
    rows,
  );
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
  return markdown(
    ['server', 'nodes', 'CPU of all nodes, µs per message', 'Redis, µs per message', 'messages/s'],
    rows,
  );
}
