import t from 'tap';
import { playOnCluster } from './histories/play-cluster.js';

// A sample; histories.ts plays hundreds, with faults that last longer.

t.test('over three nodes what was answered is told once, in order, and gaps are said', async (t) => {
  let recovered = 0;
  await playOnCluster({ first: 1, runs: 8, nodes: 3, atOnce: 2 }, (kind, { seed, wrong, resumes }) => {
    recovered += resumes.recovered;
    t.same(wrong, [], `seed ${seed}: ${kind}`);
  });
  t.ok(recovered > 0, `${recovered} connections were resumed with nothing missing`);
});
