import t from 'tap';
import { LocalBackplane } from '../../../server/backplane/local-backplane.js';
import { backplaneContract } from '../../contracts/backplane.js';

backplaneContract(t, async (t) => {
  let now = 0;
  const backplane = new LocalBackplane(() => now);
  t.teardown(() => backplane.close());
  return {
    backplane,
    advance: async (ms) => {
      now += ms;
    },
  };
});
