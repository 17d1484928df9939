import { readFileSync } from 'node:fs';
import { cpus, release } from 'node:os';
import { Totals, tableOf } from './totals.js';

/** Results of histories with consecutive seeds, which are added up with those of other seeds. */
export interface Part {
  nodes: number;
  /** Number of cores that other processes kept busy. */
  busy: number;
  /** The first seed. */
  first: number;
  runs: number;
  /** When it began. */
  date: string;
  machine: string;
  totals: Totals;
  /** Results by kind of faults; empty for a single node. */
  byFault: Record<string, Totals>;
}

/** The processor, system and Node version on which figures are measured. */
export const machine = (): string =>
  `${cpus().length} × ${cpus()[0]?.model.trim()}, Linux ${release()}, Node ${process.versions.node}`;

/** Reads the parts of a file with that number of nodes and busy cores, ordered by their seeds. @throws Error if seeds overlap */
export function readParts(file: string, nodes: number, busy: number): Part[] {
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  const parts = lines
    .map((line) => JSON.parse(line) as Part)
    .filter((part) => part.nodes === nodes && part.busy === busy)
    .sort((one, other) => one.first - other.first);
  for (const [i, { first }] of parts.entries()) {
    const before = parts[i - 1];
    if (before && before.first + before.runs > first) {
      throw new Error(`${file} contains the histories of seed ${first} twice: remove one of the parts`);
    }
  }
  return parts;
}

/** Returns the sum of all parts, in the form that histories.ts prints. */
export function sumOf(parts: readonly Part[]): { wrong: number; printed: string } {
  const all = new Totals();
  const byFault: Record<string, Totals> = {};
  for (const part of parts) {
    all.join(part.totals);
    for (const [kind, totals] of Object.entries(part.byFault)) {
      byFault[kind] ??= new Totals();
      byFault[kind].join(totals);
    }
  }
  const printed = parts.some(({ nodes }) => nodes > 1) ? tableOf('fault', byFault, all) : all.sentence;
  return { wrong: all.wrong, printed };
}
