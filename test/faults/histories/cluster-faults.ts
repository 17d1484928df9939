import { availableParallelism } from 'node:os';
import { keepBusy } from './busy-processes.js';
import type { Cluster } from './cluster.js';
import type { Random } from './random.js';
import type { Fault } from './server.js';
import { pause } from './waiting.js';

/** ms after which the other nodes take over the clients of a node that is gone or has lost Redis. */
const TAKEN_FOR_DEAD = 9000;

/** ms for which a service is down: mostly short, as histories would spend their time waiting otherwise. */
const away = (random: Random): number => random.pick([0, 0, 300, 300, 1000, 1000, 3000, TAKEN_FOR_DEAD]);

/** ms for which a process is held up: long enough that others give up waiting for it. */
const heldUp = (random: Random): number => 2000 + random.below(6000);

/** ms for which a service does not answer. */
const silent = (random: Random): number =>
  random.pick([300, 1000, heldUp(random), heldUp(random), TAKEN_FOR_DEAD]);

/** Maximum ms by which the clocks of two nodes differ. */
const APART = 500;

/** ms by which the answers of Redis are late: each call needs less than the time after which nodes give it up. */
const late = (random: Random): number => random.pick([20, 100, 300, 600]);

/** ms after which failed saves have been repeated. Until then, losing both services means losing both at once. */
const MADE_UP_FOR = 3000;

type Strike = (cluster: Cluster, random: Random) => Promise<void>;

/** Lectures wait for this: a node that was changing one did not finish. */
const ofChanges: Record<string, Strike> = {
  async 'a node killed'({ nodes }, random) {
    const [{ process }, ms] = [random.pick(nodes), away(random)];
    await process.kill();
    await pause(ms);
    await process.start();
  },
  async 'a node held up'({ nodes }, random) {
    const [{ process }, ms] = [random.pick(nodes), heldUp(random)];
    process.freeze();
    await pause(ms);
    process.thaw();
  },
};

/** Faults that no message is refused for. */
const ofNodes: Record<string, Strike> = {
  async 'a node stopped'({ nodes }, random) {
    const [{ process }, ms] = [random.pick(nodes), away(random)];
    await process.stop();
    await pause(ms);
    await process.start();
  },
  async 'clocks apart and jumping'({ nodes }, random) {
    for (let end = performance.now() + heldUp(random); performance.now() < end; ) {
      random.pick(nodes).clock.shift(Math.round((random.next() - 0.5) * APART));
      await pause(random.next() * APART);
    }
    for (const { clock } of nodes) clock.shift(0);
  },
  async 'all cores busy'(_, random) {
    await keepBusy(availableParallelism(), heldUp(random));
  },
  async 'answers of Redis late'({ nodes }, random) {
    const [ms, end] = [late(random), heldUp(random)];
    const some = random.below(2) === 0 ? nodes : [random.pick(nodes)];
    for (const { link } of some) link.change(ms);
    await pause(end);
    for (const { link } of some) link.change(0);
  },
};

/** Faults of Redis or of the connection to it. */
const ofRedis: Record<string, Strike> = {
  async 'Redis killed'({ redis }, random) {
    const ms = away(random);
    await redis.stop();
    await pause(ms);
    await redis.start();
  },
  async 'Redis hung'({ redis }, random) {
    redis.hang();
    await pause(silent(random));
    redis.goOn();
  },
  async 'a node cut from Redis'({ nodes }, random) {
    const { link } = random.pick(nodes);
    link.change('down');
    await pause(away(random));
    link.change('up');
  },
  async 'a node and Redis silent to each other'({ nodes }, random) {
    const { link } = random.pick(nodes);
    link.change('swallow');
    await pause(silent(random));
    link.change('cut');
  },
};

/** Faults of the database. */
const ofDatabase: Record<string, Strike> = {
  async 'PostgreSQL stopped'({ postgres }, random) {
    const ms = away(random);
    await postgres.stop();
    await pause(ms);
    await postgres.start();
  },
  async 'PostgreSQL killed'({ postgres }, random) {
    const ms = away(random);
    await postgres.kill();
    await pause(ms);
    await postgres.start();
  },
  async 'PostgreSQL hung'({ postgres }, random) {
    postgres.freeze();
    await pause(silent(random));
    postgres.thaw();
  },
};

/** One after the other: data that one service has missed must not be missing when the other is lost. */
const ofBoth: Record<string, Strike> = {
  async 'PostgreSQL stopped, then Redis killed'({ postgres, redis }, random) {
    const ms = away(random);
    await postgres.stop();
    await pause(ms);
    await postgres.start();
    await pause(MADE_UP_FOR);
    await redis.restart();
  },
};

const strikes = new Map<string, Pick<Fault, 'refuses'> & { strike: Strike }>(
  (
    [
      [ofChanges, 'in lectures'],
      [ofNodes, 'nowhere'],
      [ofRedis, 'everywhere'],
      [ofDatabase, 'in lectures'],
      [ofBoth, 'everywhere'],
    ] as const
  ).flatMap(([some, refuses]) =>
    Object.entries(some).map(([name, strike]) => [name, { refuses, strike }] as const),
  ),
);

const NONE = 'none';
const MIXED = 'several of these';

/** The kinds of faults in histories. */
export const kinds: readonly string[] = [NONE, ...strikes.keys(), MIXED];

/** How often one fault happens in a history, at most. */
const MOST_FAULTS = 3;

/** The faults of a history of that kind. */
export function faultsOf(kind: string, cluster: Cluster, random: Random): Fault[] {
  if (kind === NONE) return [];
  const names = Array.from({ length: 1 + random.below(MOST_FAULTS) }, () =>
    kind === MIXED ? random.pick([...strikes.keys()]) : kind,
  );
  return names.flatMap((name) => {
    const found = strikes.get(name);
    if (!found) return [];
    const strike = async () => {
      await found.strike(cluster, random);
      await cluster.isWell();
    };
    return { name, refuses: found.refuses, strike };
  });
}
