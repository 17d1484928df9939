export interface Spread {
  min: number;
  avg: number;
  max: number;
  /** Mean deviation as in ping(8): the root of the mean square less the squared mean. */
  mdev: number;
}

/** Undefined without samples. */
export function spread(samples: readonly number[]): Spread | undefined {
  if (samples.length === 0) return undefined;
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const avg = mean(samples);
  const variance = mean(samples.map((value) => (value - avg) ** 2));
  const ascending = samples.toSorted((a, b) => a - b);
  return { min: ascending[0] ?? avg, avg, max: ascending.at(-1) ?? avg, mdev: Math.sqrt(variance) };
}
