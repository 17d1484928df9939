import t from 'tap';
import { playOnCluster } from './histories/play-cluster.js';

// A small version of histories.ts with short faults.

/**
 * A killed node, a killed and a hanging Redis, a node without Redis, a silent node, a killed PostgreSQL: rooms and
 * lectures.
 */
const SEEDS = [325, 531, 28, 185, 366, 2300];

t.test('on three nodes, acknowledged messages arrive once and in order, and gaps are reported', async (t) => {
  const faults = new Set<string>();
  await playOnCluster({ seeds: SEEDS, nodes: 3, atOnce: 1 }, (kind, { seed, log, wrong }) => {
    faults.add(kind);
    t.same(wrong, [], `seed ${seed}, in a ${log}, fault: ${kind}`);
  });
  t.equal(faults.size, SEEDS.length, [...faults].join(', '));
});
