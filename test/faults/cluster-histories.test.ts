import t from 'tap';
import { kinds } from './histories/cluster-faults.js';
import { playOnCluster } from './histories/play-cluster.js';

// A sample; histories.ts plays hundreds.

/** From this one on each kind of fault comes once, and none lasts long. */
const FIRST = 1485;

t.test('over three nodes what was answered is told once, in order, and gaps are said', async (t) => {
  let recovered = 0;
  const given = { first: FIRST, runs: kinds.length, nodes: 3, atOnce: 2 };
  await playOnCluster(given, (kind, { seed, log, wrong, resumes }) => {
    recovered += resumes.recovered;
    t.same(wrong, [], `seed ${seed}, in a ${log}, fault: ${kind}`);
  });
  t.ok(recovered > 0, `${recovered} connections were resumed with nothing missing`);
});
