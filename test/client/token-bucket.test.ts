import t from 'tap';
import { TokenBucket } from '#client/token-bucket.js';

t.test('allows a burst at once and then a fixed rate, and never saves more than a burst', (t) => {
  const bucket = new TokenBucket({ perSecond: 2, burst: 3 }, 0);
  t.same(
    [1, 2, 3, 4].map(() => bucket.take(0)),
    [true, true, true, false],
  );
  t.equal(bucket.wait(0), 500);
  t.equal(bucket.take(499), false);
  t.equal(bucket.take(500), true);
  t.equal(bucket.take(500), false);
  t.same(
    [1, 2, 3, 4].map(() => bucket.take(60_000)),
    [true, true, true, false],
  );
  t.end();
});
