import fc from 'fast-check';
import { type CloseName, closes } from 'lectern-protocol';
import t from 'tap';
import { backoffDelay, closeInfo, mayReconnect, retryHint } from '#client/reconnect.js';

t.test('every close code of the table is known and followed', (t) => {
  for (const name of Object.keys(closes) as CloseName[]) {
    const { code, meaning, reconnect } = closes[name];
    t.same(closeInfo(code, 'because'), { code, name, reason: 'because', meaning });
    t.equal(mayReconnect(closeInfo(code, '')), reconnect, name);
  }
  t.end();
});

t.test('other codes are treated by their range', (t) => {
  const expected: [code: number, reconnect: boolean][] = [
    [1001, true],
    [1005, true],
    [1006, true],
    [1012, true],
    [3000, true],
    [4499, true],
    [4501, false],
    [4999, false],
  ];
  for (const [code, reconnect] of expected)
    t.equal(mayReconnect(closeInfo(code, '')), reconnect, String(code));
  t.end();
});

t.test('reads the hint of a server that shuts down, and only that', (t) => {
  t.equal(retryHint(closeInfo(4000, 'retry_after_ms=1500')), 1500);
  t.equal(retryHint(closeInfo(4000, 'going down; retry_after_ms=0')), 0);
  for (const reason of [
    '',
    'retry_after_ms=',
    'retry_after_ms=-1',
    'retry_after_ms=99999999999',
    'noretry_after_ms=1',
  ]) {
    t.equal(retryHint(closeInfo(4000, reason)), undefined, reason);
  }
  t.end();
});

t.test('delays lie between 0 and a bound that doubles up to the maximum', (t) => {
  const backoff = { base: 500, max: 30_000 };
  t.same(
    [0, 1, 2, 5, 6, 7, 2_000].map((attempt) => backoffDelay(attempt, backoff, () => 1)),
    [500, 1_000, 2_000, 16_000, 30_000, 30_000, 30_000],
  );
  fc.assert(
    fc.property(
      fc.nat(),
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      (attempt, random) => {
        const delay = backoffDelay(attempt, backoff, () => random);
        return delay >= 0 && delay <= backoff.max;
      },
    ),
  );
  t.end();
});
