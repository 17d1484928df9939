import t from 'tap';
import { playOnCluster } from './histories/play-cluster.js';

// A small version of histories.ts with short faults.

/**
 * A node killed, a node held up, clocks apart and jumping, all cores busy, answers of Redis late, Redis killed, Redis
 * hung, a node cut from Redis, a node and Redis silent to each other, PostgreSQL killed: rooms and lectures.
 */
const SEEDS = [353, 7250, 12260, 965, 1254, 295, 696, 185, 122, 28];

t.test('on three nodes, acknowledged messages arrive once and in order, and gaps are reported', async (t) => {
  const faults = new Set<string>();
  await playOnCluster({ seeds: SEEDS, nodes: 3, atOnce: 1 }, (kind, result) => {
    const { seed, log, wrong, slow, circumstances } = result;
    faults.add(kind);
    t.same(wrong, [], `seed ${seed}, in a ${log}, fault: ${kind}`, { circumstances });
    // On a busy machine, a history can be slow without breaking a guarantee.
    if (slow.length > 0) t.comment(`seed ${seed} was slow: ${slow.join(', ')}`);
  });
  t.equal(faults.size, SEEDS.length, [...faults].join(', '));
});
