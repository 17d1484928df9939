import type { Effects, Result } from './load/task.js';
import type { Figures } from './nodes-figures.js';
import { ALONE, AUDIENCE, audience, MEMBERS, PER_SECOND, paced } from './nodes-loads.js';
import { cost } from './runs.js';
import { digits } from './statistics.js';

// What a million listeners would need, reckoned from what was measured.

const LISTENERS = 1_000_000;
const LECTURES = 10_000;
/** Messages a second in each lecture at the busiest. */
const RATE = 1;
/** Connections that were measured on one node at most, see Growth. */
const CONNECTIONS = 20_000;
/** Of a core that is planned for. */
const SHARE = 0.5;
/** s in which all come, before the hour. */
const COMING = 300;
/** s after which a client asks for another ticket: half of what one holds by default. */
const REFRESH = 300;

/** A quantity by the number of nodes that hear: of one, and what each further one adds. */
interface Line {
  one: number;
  more: number;
}

const at = ({ one, more }: Line, nodes: number): number => one + (nodes - 1) * more;

/** Nodes among so many that have a member of a lecture, where each connection is on any of them. */
const hearing = (nodes: number, members: number): number => nodes * (1 - (1 - 1 / nodes) ** members);

/** @param beats the part of a core that one silent connection takes */
export function million(figures: Figures, beats: number): string {
  const { median } = figures;
  const line = (load: string, of: (result: Result) => number): Line => {
    const [one, three] = [median(load, 'lectern-1', of), median(load, 'lectern-3', of)];
    return { one, more: Math.max(0, (three - one) / 2) };
  };
  const effect = (of: (result: Result) => Effects | undefined, what: keyof Effects): Line =>
    line(audience.id, (result) => (of(result)?.[what] ?? Number.NaN) / (AUDIENCE.rooms * AUDIENCE.members));
  const entering = ({ entering }: Result) => entering;
  const refreshing = ({ refreshing }: Result) => refreshing;

  const members = LISTENERS / LECTURES;
  // Of a message, in s of processor.
  const message = line(paced.id, (result) => (cost(result) * MEMBERS) / 1e6);
  const redisMessage = line(
    paced.id,
    ({ redisCpu = Number.NaN, deliveries = Number.NaN }) => (redisCpu / deliveries) * MEMBERS,
  );
  const messages = LECTURES * RATE;
  const coresWith = (nodes: number) => messages * at(message, hearing(nodes, members));
  let nodes = Math.ceil(LISTENERS / CONNECTIONS);
  while (coresWith(nodes) > nodes * SHARE && nodes < 10_000) nodes++;
  const heard = hearing(nodes, members);

  const memory = median(audience.id, 'lectern-1', ({ memory = Number.NaN }) => memory);
  const redisMemory = effect(entering, 'redisMemory').one;
  const channels = effect(entering, 'channels').one;
  const perNode = LISTENERS / nodes;

  interface Need {
    what: string;
    /** Cores that a million take, by whose. */
    redis?: number;
    database?: number;
  }
  const needs: Need[] = [
    {
      what: `a message a second in each lecture, each on ${digits(heard)} of ${nodes} nodes`,
      redis: messages * at(redisMessage, heard),
    },
    { what: 'the same, where each lecture is on one node', redis: messages * redisMessage.one },
    {
      what: `all come within ${COMING / 60} minutes`,
      redis: (LISTENERS / COMING) * at(effect(entering, 'redisCpu'), heard),
      database: (LISTENERS / COMING) * effect(entering, 'databaseCpu').one,
    },
    {
      what: `everybody gets another ticket every ${REFRESH / 60} minutes`,
      redis: (LISTENERS / REFRESH) * effect(refreshing, 'redisCpu').one,
      database: (LISTENERS / REFRESH) * effect(refreshing, 'databaseCpu').one,
    },
  ];
  const cores = (value: number | undefined) => (value === undefined ? '–' : digits(value));
  const full = (value: number) => `${thousands(LISTENERS / value)} listeners`;
  const first = needs
    .flatMap(({ what, redis, database }) => [
      ...(redis === undefined ? [] : [{ whose: 'Redis', what, takes: redis }]),
      ...(database === undefined ? [] : [{ whose: 'PostgreSQL', what, takes: database }]),
    ])
    .sort((a, b) => b.takes - a.takes);
  const [worst] = first;

  const refreshes = LISTENERS / REFRESH;
  const transactions = effect(entering, 'transactions').one;
  const enterCpu = at(effect(entering, 'cpu'), heard);
  const enterRedis = at(effect(entering, 'redisCpu'), heard);
  const enterDatabase = effect(entering, 'databaseCpu').one;

  return `### A million listeners in 10,000 lectures

On paper, by the figures above, for a machine like this one; nobody has tried it. Each of ${LECTURES.toLocaleString('en')} lectures has ${members} listeners, and at the busiest ${RATE === 1 ? 'one message' : `${RATE} messages`} a second, chat, hands and playback together. Connections are balanced over the nodes without regard to lectures. What one node more costs that hears a message is a third of the way of what was measured on one and on three nodes (${PER_SECOND} messages a second); it is carried on from three to ${nodes} nodes as a straight line, which is the boldest step here.

**Nodes: ${nodes}.** ${CONNECTIONS.toLocaleString('en')} connections are the most that one node was measured with, and it costs a delivery nothing. That is ${digits(LISTENERS / CONNECTIONS)} nodes. A lecture is then on ${digits(heard)} of ${nodes} of them. A message costs all of them together ${digits(at(message, heard) * 1e3)} ms of processor (on one node ${digits(median(paced.id, ALONE, (result) => cost(result) * MEMBERS) / 1e3)} ms), a million deliveries a second ${digits(coresWith(nodes))} cores, and with ${nodes} nodes each is busy to ${digits((coresWith(nodes) / nodes) * 100)} %. Where each lecture is on one node, by a balancer that goes by the room in the address, it is ${digits(messages * message.one)} cores.

**Memory of a node: ${digits((perNode * memory) / 1e6)} MB** for its ${thousands(perNode)} listeners who may come back, ${digits(memory / 1000)} KB each, beside some 100 MB to begin with. **Heartbeats** and their answers take ${digits(perNode * beats * 100)} % of its core.

**Redis's memory: ${digits((redisMemory * LISTENERS) / 1e9)} GB**, ${digits(redisMemory / 1000)} KB for each listener: the record by which it may come back, its place in the room, and the channel that is heard for it. Of **channels** there are ${digits((channels * LISTENERS) / 1e6)} million: one for each listener, and those of the lectures. A channel that nobody speaks in costs memory and nothing else. The logs of ${LECTURES.toLocaleString('en')} lectures are half a megabyte each at most: ${digits((LECTURES * 0.5) / 1000)} GB.

**What is shared, in cores of it**, where one core is all that one Redis has:

| | Redis | PostgreSQL |
| --- | --- | --- |
${needs.map(({ what, redis, database }) => `| ${what} | ${cores(redis)} | ${cores(database)} |`).join('\n')}

**What breaks first** is ${worst ? `${worst.whose}, by this: ${worst.what}. One core of it is full at ${full(worst.takes)}` : 'not known'}. In their order, with what one core of each does:

${first.map(({ whose, what, takes }, index) => `${index + 1}. ${whose}, ${what}: ${full(takes)}`).join('\n')}

- **Redis** is divided by a Redis Cluster: all of a lecture, and all of a client, lies on one of its nodes, and sharded channels are heard where they lie. Each Lectern node keeps one connection to each. A message to a lecture that is on ${digits(heard)} nodes leaves Redis ${digits(heard)} times: that is the fan-out which a balancer by lectures takes away, and the first thing to do.
- **PostgreSQL** cannot be divided so. It gets ${digits(transactions)} transactions for each who comes, and one for each ticket: ${thousands(refreshes)} a second for a million, all day long. Tickets that hold longer (\`--ticket-lifetime\`) make that less in proportion; an hour is a sixth.
- **A node dies**: its ${thousands(perNode)} come back. By what a login takes, which is less than a return with what was missed, that is ${digits(perNode * enterRedis)} s of Redis, ${digits(perNode * enterDatabase)} s of PostgreSQL, and ${digits((perNode * enterCpu) / (nodes - 1))} s on each other node. Clients spread themselves over some seconds.
- **Redis loses what it has**: all come back at once. That is ${digits(LISTENERS * enterRedis)} s of Redis, ${digits(LISTENERS * enterDatabase)} s of PostgreSQL, and ${digits(perNode * enterCpu)} s on each node: minutes in which who is not let in is told \`unavailable\` and tries again. Divided by eight, Redis does it in ${digits((LISTENERS * enterRedis) / 8)} s.
- **Signs of life of nodes** grow with their number and not with listeners: ${nodes} nodes, one call each every two seconds, are nothing.
- **One lecture of a million** is another question, and not answered here: who is in a room is told to all who are in it.`;
}

const thousands = (value: number): string => {
  const rounded = Number(value.toPrecision(2));
  return rounded >= 100 ? rounded.toLocaleString('en') : digits(value);
};
