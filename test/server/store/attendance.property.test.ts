import fc from 'fast-check';
import t from 'tap';
import type { Span } from '../../../server/store/model.js';
import { mergeSpans } from '../../../server/store/queries/attendance.js';

const spans = fc
  .array(fc.record({ from: fc.nat(100), length: fc.nat(20) }))
  .map((list) =>
    list.map(({ from, length }): Span => ({ from, to: from + length })).sort((a, b) => a.from - b.from),
  );
const gaps = fc.nat(10);

/** Tells whether a user was present at a moment. Absences of up to `gap` ms count as presence. */
const present = (list: readonly Span[], at: number): boolean =>
  list.some(({ from, to }) => from <= at && at <= to);

t.test('merged spans are sorted, and further apart than the gap', async (t) => {
  fc.assert(
    fc.property(spans, gaps, (list, gap) => {
      const merged = mergeSpans(list, gap);
      return merged.every(({ from, to }, index) => {
        const next = merged[index + 1];
        return from <= to && (!next || next.from - to > gap);
      });
    }),
  );
  t.pass();
});

t.test('merging adds short absences and nothing else', async (t) => {
  fc.assert(
    fc.property(spans, gaps, fc.nat(120), (list, gap, at) => {
      const left = Math.max(...list.filter(({ from }) => from <= at).map(({ to }) => to));
      const right = Math.min(...list.filter(({ from }) => from > at).map(({ from }) => from));
      const bridged = left < at && right - left <= gap;
      return present(mergeSpans(list, gap), at) === (present(list, at) || bridged);
    }),
  );
  t.pass();
});

t.test('merging does not modify its input', async (t) => {
  const given = [
    { from: 0, to: 2 },
    { from: 1, to: 5 },
  ];
  t.same(mergeSpans(given, 0), [{ from: 0, to: 5 }]);
  t.same(given[0], { from: 0, to: 2 });
});
