import type { Effects, Result } from './load/task.js';
import type { Figures } from './nodes-figures.js';
import { AUDIENCE, audience, MEMBERS, small, talks } from './nodes-loads.js';
import { cost } from './runs.js';
import { digits, markdown } from './statistics.js';

// What a million listeners would need, reckoned from what was measured.

const LISTENERS = 1_000_000;
const LECTURES = 10_000;
const EACH = LISTENERS / LECTURES;
/** Messages a second in each lecture at the busiest. */
const RATE = 1;
/** Connections that were measured on one node at most, see Growth. */
const CONNECTIONS = 20_000;
/** The part of a node's core that is planned for. */
const SHARE = 0.5;
/** s in which all come, before the hour. */
const COMING = 300;
/** s after which a client asks for another ticket: half of what one holds by default. */
const REFRESH = 300;

/** What something takes where one node hears of it, and what each further one adds. */
interface Line {
  one: number;
  more: number;
}

const at = ({ one, more }: Line, nodes: number): number => one + (nodes - 1) * more;

/** Nodes among so many that have one of a lecture's listeners, where each is on any of them. */
const hearing = (nodes: number): number => nodes * (1 - (1 - 1 / nodes) ** EACH);

/** What a million take, in cores. */
interface Need {
  what: string;
  nodes: number;
  redis: number;
  database?: number;
}

/** @param beats the part of a core that one silent connection takes */
export function million(figures: Figures, beats: number): string {
  const { median } = figures;
  const [alone] = talks;
  const growth = (load: string, of: (result: Result) => number): number =>
    Math.max(0, (median(load, 'lectern-3', of) - median(load, 'lectern-1', of)) / 2);
  /** Of a message, to as many as there are in a lecture. */
  const ofMessage = (of: (result: Result) => number): Line => ({
    one: alone ? median(alone.id, 'lectern-1', of) * MEMBERS : Number.NaN,
    more: growth(small.id, of) * small.members,
  });
  const message = ofMessage((result) => cost(result) / 1e6);
  const redisMessage = ofMessage(
    ({ redisCpu = Number.NaN, deliveries = Number.NaN }) => redisCpu / deliveries,
  );
  /** Of one listener. */
  const ofEach = (of: (result: Result) => Effects | undefined, what: keyof Effects): Line => {
    const each = (result: Result) => (of(result)?.[what] ?? Number.NaN) / (AUDIENCE.rooms * AUDIENCE.members);
    return { one: median(audience.id, 'lectern-1', each), more: growth(audience.id, each) };
  };
  const entering = (what: keyof Effects) => ofEach(({ entering }) => entering, what);
  const refreshing = (what: keyof Effects) => ofEach(({ refreshing }) => refreshing, what);

  const messages = LECTURES * RATE;
  const needs = (hear: number): Need[] => [
    {
      what: 'a message a second in each lecture',
      nodes: messages * at(message, hear),
      redis: messages * at(redisMessage, hear),
    },
    {
      what: `all come within ${COMING / 60} minutes`,
      nodes: (LISTENERS / COMING) * at(entering('cpu'), hear),
      redis: (LISTENERS / COMING) * at(entering('redisCpu'), hear),
      database: (LISTENERS / COMING) * entering('databaseCpu').one,
    },
    {
      what: `everybody gets another ticket every ${REFRESH / 60} minutes`,
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
      ['cores of', 'all nodes', 'Redis', 'PostgreSQL'],
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

On paper, by the figures above, for cores like these; nobody has tried it. Each of ${number(LECTURES)} lectures has ${EACH} listeners, and at the busiest a message a second: chat, hands and playback together.

**Nodes: ${nodes}**, as one was measured with ${number(CONNECTIONS)} connections at most, which cost a delivery nothing (Growth). Each holds ${number(perNode)} listeners: ${digits((perNode * memory) / 1e6)} MB for those who may come back (${digits(memory / 1000)} KB each) beside some 100 MB to begin with, and ${digits(perNode * beats * 100)} % of its core for heartbeats. What they have to do depends on where the listeners of a lecture are. A message costs ${digits(message.one * 1e6)} µs of processor where all ${EACH} are on one node, each of them being written to, and ${digits(message.more * 1e6)} µs more for each further node that hears it (from one node to three in rooms of ${small.members}; that it goes on so up to ${nodes} is the boldest step here).

- **A balancer that goes by the address** puts all of a lecture on one node, if the address names it, as that of a room does (\`/room/<id>/ws\`) and that of a lecture (\`/ws\`) does not yet. By this table the nodes are busy to ${percent(busiest(together) / nodes)} at most${busiest(together) <= nodes * SHARE ? ', and half was planned for' : `, which is more than half: take ${Math.ceil(busiest(together) / SHARE)}`}:

${table(together)}

- **A balancer that knows nothing** puts a lecture on ${digits(scattered)} of ${nodes} nodes, and each message, and each coming and going, is heard by all of those. The nodes are busy to ${percent(busiest(apart) / nodes)}; more nodes would hear each message in yet more places:

${table(apart)}

**What breaks first** of what is shared, which more nodes do not help: ${first ? `${first.whose}. With lectures kept together, ${first.what}: one core of it carries ${first.carries} listeners` : ''}${firstApart ? `; with lectures apart, ${firstApart.whose}, ${firstApart.what}: ${firstApart.carries}` : ''}. One Redis has one core. In their order, with lectures together, listeners for each core:

${limits(together)
  .map(({ whose, what, carries }, index) => `${index + 1}. ${whose}, ${what}: ${carries}`)
  .join('\n')}

- **Redis's processor** is divided by a Redis Cluster: all of a lecture, and all of a client, lies on one of its nodes, and a sharded channel is heard where it lies. Each Lectern node keeps a connection to each. ${Math.max(2, Math.ceil(Math.max(...together.map(({ redis }) => redis)) / SHARE))} of them do, busy to a half, with lectures together.
- **Redis's memory** is ${digits((redisMemory * LISTENERS) / 1e9)} GB, ${digits(redisMemory / 1000)} KB for each listener: the record by which it may come back, its place in the room, and the channel on which it is spoken to. Of channels there are ${digits((entering('channels').one * LISTENERS) / 1e6)} million, of which only those of the lectures are spoken in: the others cost memory and nothing else. The logs of ${number(LECTURES)} lectures, half a megabyte of chat each at most, are ${digits((LECTURES * 0.5) / 1000)} GB.
- **PostgreSQL** is not divided so. It gets ${digits(entering('transactions').one)} transactions for each who comes and one for each ticket, ${thousands(LISTENERS / REFRESH)} a second for a million, for as long as they listen. Its cores are many; its disk has to keep up with the commits. Tickets that hold longer (\`--ticket-lifetime\`) make them fewer in proportion.
- **A node dies**, and its ${number(perNode)} come back. By what a login takes, which is less than a return with what was missed: ${minutes(perNode * storm('redisCpu'))} of one Redis, ${minutes(perNode * storm('databaseCpu'))} of one core of PostgreSQL, ${minutes((perNode * storm('cpu')) / (nodes - 1))} on each other node. Clients spread themselves over some seconds.
- **Redis loses what it held**, and all come back at once: ${minutes(LISTENERS * storm('redisCpu'))} of one Redis, ${minutes(LISTENERS * storm('databaseCpu'))} of one core of PostgreSQL, ${minutes(perNode * storm('cpu'))} on each node. Until then who is not let in is told \`unavailable\`, and tries again.
- **Signs of life of nodes** grow with nodes and not with listeners: ${nodes} calls every two seconds are nothing.
- **One lecture of a million** is another question, and not answered here: who is in a room is told to all who are in it.`;
}

const number = (value: number): string => value.toLocaleString('en');
const percent = (share: number): string => `${digits(share * 100)} %`;

function thousands(value: number): string {
  const rounded = Number(value.toPrecision(2));
  return rounded >= 100 ? number(rounded) : digits(value);
}
