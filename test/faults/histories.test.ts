import t from 'tap';
import { playMany } from './histories/play-many.js';

// A small version of histories.ts, which plays 10,000.

t.test(
  'in every history, acknowledged messages arrive once and in order, and gaps are reported',
  async (t) => {
    let recovered = 0;
    await playMany(1, 120, 8, ({ seed, wrong, resumes, circumstances }) => {
      recovered += resumes.recovered;
      t.same(wrong, [], `seed ${seed}`, { circumstances });
    });
    t.ok(recovered > 50, `${recovered} connections were resumed with nothing missing`);
  },
);
