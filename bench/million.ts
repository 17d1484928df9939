import type { Effects, Result } from './load/task.js';
import type { Figures } from './nodes-figures.js';
import { AUDIENCE, audience, MEMBERS, small, talks } from './nodes-loads.js';
import { cost } from './runs.js';
import { digits, markdown } from './statistics.js';

// Estimates what a million listeners would need, based on the measurements.

const LISTENERS = 1_000_000;
const LECTURES = 10_000;
const EACH = LISTENERS / LECTURES;
/** Peak rate of messages per second in each lecture. */
const RATE = 1;
/** Largest number of connections that was measured on one node; see the section Growth. */
const CONNECTIONS = 20_000;
/** Planned utilization of a node's core. */
const SHARE = 0.5;
/** Time in which all listeners join, in seconds. */
const COMING = 300;
/** Interval at which a client refreshes its ticket, in seconds: half of a ticket's default lifetime. */
const REFRESH = 300;

/** Cost of an event on the first node that receives it, and on each additional node. */
interface Line {
  one: number;
  more: number;
}

const at = ({ one, more }: Line, nodes: number): number => one + (nodes - 1) * more;

/** Expected number of nodes with listeners of a lecture, if listeners are spread randomly over all nodes. */
const hearing = (nodes: number): number => nodes * (1 - (1 - 1 / nodes) ** EACH);

/** Cores that a million listeners need. */
interface Need {
  what: string;
  nodes: number;
  redis: number;
  database?: number;
}

/** @param beats share of a core that one idle connection uses for its heartbeat */
export function million(figures: Figures, beats: number): string {
  const { median } = figures;
  const [alone] = talks;
  const growth = (load: string, of: (result: Result) => number): number =>
    Math.max(0, (median(load, 'lectern-3', of) - median(load, 'lectern-1', of)) / 2);
  /** Cost of a message to all listeners of a lecture. */
  const ofMessage = (of: (result: Result) => number): Line => ({
    one: alone ? median(alone.id, 'lectern-1', of) * MEMBERS : Number.NaN,
    more: growth(small.id, of) * small.members,
  });
  const message = ofMessage((result) => cost(result) / 1e6);
  const redisMessage = ofMessage(
    ({ redisCpu = Number.NaN, deliveries = Number.NaN }) => redisCpu / deliveries,
  );
  /** Cost per listener. */
  const ofEach = (of: (result: Result) => Effects | undefined, what: keyof Effects): Line => {
    const each = (result: Result) => (of(result)?.[what] ?? Number.NaN) / (AUDIENCE.rooms * AUDIENCE.members);
    return { one: median(audience.id, 'lectern-1', each), more: growth(audience.id, each) };
  };
  const entering = (what: keyof Effects) => ofEach(({ entering }) => entering, what);
  const refreshing = (what: keyof Effects) => ofEach(({ refreshing }) => refreshing, what);

  const messages = LECTURES * RATE;
  const needs = (hear: number): Need[] => [
    {
      what: 'one message per second in each lecture',
      nodes: messages * at(message, hear),
      redis: messages * at(redisMessage, hear),
    },
    {
      what: `all listeners join within ${COMING / 60} minutes`,
      nodes: (LISTENERS / COMING) * at(entering('cpu'), hear),
      redis: (LISTENERS / COMING) * at(entering('redisCpu'), hear),
      database: (LISTENERS / COMING) * entering('databaseCpu').one,
    },
    {
      what: `every client refreshes its ticket every ${REFRESH / 60} minutes`,
      nodes: (LISTENERS / REFRESH) * refreshing('cpu').one,
      redis: (LISTENERS / REFRESH) * refreshing('redisCpu').one,
      database: (LISTENERS / REFRESH) * refreshing('databaseCpu').one,
    },
  ];

  const nodes = Math.ceil(LISTENERS / CONNECTIONS);
  const scattered = hearing(nodes);
  const together = needs(1);
  const apart = needs(scattered);
  const busiest = (all: Need[]): number => Math.max(...all.map(({ nodes }) => nodes));
  const table = (all: Need[]): string =>
    markdown(
      ['cores for', 'all nodes', 'Redis', 'PostgreSQL'],
      all.map(({ what, nodes, redis, database }) => [
        what,
        digits(nodes),
        digits(redis),
        database === undefined ? '–' : digits(database),
      ]),
    );
  const limits = (all: Need[]) =>
    all
      .flatMap(({ what, redis, database }) => [
        { whose: 'Redis', what, takes: redis },
        ...(database === undefined ? [] : [{ whose: 'PostgreSQL', what, takes: database }]),
      ])
      .sort((one, other) => other.takes - one.takes)
      .map(({ whose, what, takes }) => ({ whose, what, carries: thousands(LISTENERS / takes) }));
  const [first] = limits(together);
  const [firstApart] = limits(apart);

  const perNode = LISTENERS / nodes;
  const memory = median(audience.id, 'lectern-1', ({ memory = Number.NaN }) => memory);
  const redisMemory = entering('redisMemory').one;
  const storm = (what: keyof Effects): number => entering(what).one;
  const minutes = (seconds: number): string =>
    seconds < 120 ? `${digits(seconds)} s` : `${digits(seconds / 60)} min`;

  return `### A million listeners in 10,000 lectures

This is an estimate from the figures above, for the same kind of cores. It has not been tested. Each of ${number(LECTURES)} lectures has ${EACH} listeners and a peak of one message per second, including chat, raised hands and playback.

**Nodes: ${nodes}**, because the largest measurement on one node has ${number(CONNECTIONS)} connections, which did not affect the cost of a delivery (see Growth). Each node has ${number(perNode)} listeners. Their sessions need ${digits((perNode * memory) / 1e6)} MB (${digits(memory / 1000)} KB each) in addition to a base of about 100 MB, and heartbeats need ${digits(perNode * beats * 100)} % of its core. The remaining work depends on how a lecture's listeners are spread. A message costs ${digits(message.one * 1e6)} µs of CPU if all ${EACH} listeners are on one node, and ${digits(message.more * 1e6)} µs more for each additional node that receives it. The latter was measured from one to three nodes in rooms of ${small.members}; extrapolating it to ${nodes} nodes is the least certain step of this estimate.

- **A load balancer that routes by URL** keeps a lecture on one node, if the URL names it. The URL of a room does (\`/room/<id>/ws\`), the URL of a lecture (\`/ws\`) does not yet. According to this table, the nodes' utilization is at most ${percent(busiest(together) / nodes)}${busiest(together) <= nodes * SHARE ? ', below the planned half' : `, above the planned half: use ${Math.ceil(busiest(together) / SHARE)} nodes`}:

${table(together)}

- **A load balancer without affinity** spreads a lecture over ${digits(scattered)} of ${nodes} nodes. Each message, join and leave reaches all of them. The nodes' utilization is ${percent(busiest(apart) / nodes)}, and additional nodes would have to receive each message as well:

${table(apart)}

**The first bottleneck** among the shared services, which additional nodes do not relieve: ${first ? `if lectures stay on one node, ${first.whose} (${first.what}), where one core handles ${first.carries} listeners` : ''}${firstApart ? `; if they are spread, ${firstApart.whose} (${firstApart.what}), with ${firstApart.carries}` : ''}. One Redis uses one core. Listeners per core if lectures stay on one node, most restrictive first:

${limits(together)
  .map(({ whose, what, carries }, index) => `${index + 1}. ${whose}, ${what}: ${carries}`)
  .join('\n')}

- **CPU of Redis**: a Redis Cluster divides the load. All keys of a lecture or of a client are on one of its nodes, and its channels are sharded. Each Lectern node keeps a connection to each Redis node. If lectures stay on one node, ${Math.max(2, Math.ceil(Math.max(...together.map(({ redis }) => redis)) / SHARE))} Redis nodes are enough, with a utilization of half a core each.
- **Memory of Redis**: ${digits((redisMemory * LISTENERS) / 1e9)} GB, or ${digits(redisMemory / 1000)} KB per listener, for its session record, its presence in the room and its channel. Of ${digits((entering('channels').one * LISTENERS) / 1e6)} million channels, only those of the lectures carry messages; the others only use memory. The logs of ${number(LECTURES)} lectures, with at most half a megabyte of chat each, need ${digits((LECTURES * 0.5) / 1000)} GB.
- **PostgreSQL** is not sharded. It handles ${digits(entering('transactions').one)} transactions per join and one per ticket, which is ${thousands(LISTENERS / REFRESH)} per second for a million listeners. It can use many cores, but its disk has to keep up with the commits. A longer ticket lifetime (\`--ticket-lifetime\`) reduces the number of transactions proportionally.
- **If a node dies**, its ${number(perNode)} clients resume elsewhere. Based on the cost of a login, which is less than that of resuming with missed messages, this takes ${minutes(perNode * storm('redisCpu'))} of one Redis, ${minutes(perNode * storm('databaseCpu'))} of one core of PostgreSQL, and ${minutes((perNode * storm('cpu')) / (nodes - 1))} on each other node. Clients spread their attempts over some seconds.
- **If Redis loses its data**, all clients reconnect at the same time: ${minutes(LISTENERS * storm('redisCpu'))} of one Redis, ${minutes(LISTENERS * storm('databaseCpu'))} of one core of PostgreSQL, ${minutes(perNode * storm('cpu'))} on each node. Until then, clients that are refused with \`unavailable\` try again.
- **Heartbeats between nodes** grow with the number of nodes, not of listeners: ${nodes} calls every two seconds are negligible.
- **A single lecture with a million listeners** is not covered here, because all members of a room are told about joins and leaves.`;
}

const number = (value: number): string => value.toLocaleString('en');
const percent = (share: number): string => `${digits(share * 100)} %`;

function thousands(value: number): string {
  const rounded = Number(value.toPrecision(2));
  return rounded >= 100 ? number(rounded) : digits(value);
}
