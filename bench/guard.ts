import type { Row } from './loads.js';
import { comparedBy, type Results } from './runs.js';
import { digits, median } from './statistics.js';

/** Factor by which a ratio is allowed to be worse than the recorded one. */
const TOLERANCE = 1.25;

/** Lectern's cost relative to the relay's, by load. */
export type Ratios = Record<string, number>;

export function ratiosOf(rows: Row[], results: Results): Ratios {
  const ratios: Ratios = {};
  for (const { id, load } of rows) {
    const figures = (['lectern', 'relay'] as const).map((server) =>
      median((results.get(id)?.get(server) ?? []).map(comparedBy(load.kind))),
    );
    const ratio = (figures[0] ?? Number.NaN) / (figures[1] ?? Number.NaN);
    if (Number.isFinite(ratio)) ratios[id] = Number(ratio.toFixed(3));
  }
  return ratios;
}

/** A line for each load that was measured both now and before. */
export function compare(now: Ratios, then: Ratios): { line: string; worse: boolean }[] {
  return Object.entries(now).flatMap(([id, ratio]) => {
    const before = then[id];
    if (before === undefined) return [];
    const worse = ratio > before * TOLERANCE;
    const words = worse ? 'worse by more than a quarter' : 'as it should be';
    return [{ line: `${id}: ${digits(ratio)} of the relay, recorded ${digits(before)}: ${words}`, worse }];
  });
}
