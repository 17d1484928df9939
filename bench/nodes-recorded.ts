import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Result } from './load/task.js';
import { kept, machine } from './recorded.js';
import type { Effort } from './runs.js';

/** Every result, by load and then by kind of nodes. */
export type NodesResults = Record<string, Record<string, Result[]>>;

/** Measurements of a run with several nodes. */
export interface NodesRecorded {
  date: string;
  machine: string;
  effort: Effort;
  /** Handwritten notes about this run. */
  note?: string;
  results: NodesResults;
}

const file = join(kept, 'nodes.json');

export const readNodes = (): NodesRecorded | undefined =>
  existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;

export function recordNodes(effort: Effort, results: NodesResults): void {
  const date = new Date().toISOString().slice(0, 10);
  const rounds = Math.max(
    ...Object.values(results).flatMap((all) => Object.values(all).map(({ length }) => length)),
  );
  const recorded: NodesRecorded = { date, machine: machine(), effort: { ...effort, rounds }, results };
  writeFileSync(file, `${JSON.stringify(recorded, rounded, 1)}\n`);
}

const rounded = (_: string, value: unknown): unknown =>
  typeof value === 'number' ? Number(value.toPrecision(5)) : value;
