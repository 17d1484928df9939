import t from 'tap';
import { spread } from '../../cli/statistics.js';

t.test('computed as in ping(8)', async (t) => {
  t.same(spread([2, 4, 4, 4, 5, 5, 7, 9]), { min: 2, avg: 5, max: 9, mdev: 2 });
  t.same(spread([3]), { min: 3, avg: 3, max: 3, mdev: 0 });
  t.equal(spread([]), undefined);
});
