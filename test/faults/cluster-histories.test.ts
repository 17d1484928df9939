import t from 'tap';
import { playOnCluster } from './histories/play-cluster.js';

// A sample of faults that do not last; histories.ts plays hundreds.

/** A node killed, Redis killed and hung, a node cut from it and silent, PostgreSQL killed: rooms and lectures. */
const SEEDS = [325, 531, 28, 185, 366, 2300];

t.test('over three nodes what was answered is told once, in order, and gaps are said', async (t) => {
  const faults = new Set<string>();
  await playOnCluster({ seeds: SEEDS, nodes: 3, atOnce: 1 }, (kind, { seed, log, wrong }) => {
    faults.add(kind);
    t.same(wrong, [], `seed ${seed}, in a ${log}, fault: ${kind}`);
  });
  t.equal(faults.size, SEEDS.length, [...faults].join(', '));
});
