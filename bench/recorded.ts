import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, release, totalmem } from 'node:os';
import { join } from 'node:path';
import type { Result } from './load/task.js';
import type { Effort, Results } from './runs.js';
import { root, type ServerName } from './servers.js';

/** A run's measurements: the machine, the method, and every result. */
export interface Recorded {
  date: string;
  /** Date of the oldest results, if they were not all measured on the same day. */
  since?: string;
  machine: string;
  effort: Effort;
  results: Record<string, Partial<Record<ServerName, Result[]>>>;
}

/** The parts that can be measured separately: Lectern next to others, and the growth of its cost. */
export const parts = ['peers', 'growth'] as const;
export type Part = (typeof parts)[number];

const file = (folder: string): string => join(folder, 'results.json');

/** File of the last full run, from which the document is written. */
export const kept = join(root, 'bench');

export function machine(): string {
  const [cpu] = cpus();
  const gib = (totalmem() / 2 ** 30).toFixed(0);
  return `${cpu?.model.trim()}, ${cpus().length} cores, ${gib} GiB, Linux ${release()}, Node ${process.versions.node}`;
}

export function read(folder: string): Partial<Record<Part, Recorded>> {
  return existsSync(file(folder)) ? JSON.parse(readFileSync(file(folder), 'utf8')) : {};
}

/** Replaces the stored results of a part, load by load. Returns all results. */
export function record(
  folder: string,
  part: Part,
  effort: Effort,
  results: Results,
): Partial<Record<Part, Recorded>> {
  const before = read(folder);
  const date = new Date().toISOString().slice(0, 10);
  const earlier = before[part];
  const isComplete = Object.keys(earlier?.results ?? {}).every((id) => results.has(id));
  const since = isComplete ? date : (earlier?.since ?? earlier?.date ?? date);
  const recorded: Recorded = {
    date,
    ...(since !== date && { since }),
    machine: machine(),
    effort,
    results: {
      ...earlier?.results,
      ...Object.fromEntries([...results].map(([id, all]) => [id, Object.fromEntries(all)])),
    },
  };
  const all = { ...before, [part]: recorded };
  writeFileSync(file(folder), `${JSON.stringify(all, rounded, 1)}\n`);
  return all;
}

const rounded = (_: string, value: unknown): unknown =>
  typeof value === 'number' ? Number(value.toPrecision(5)) : value;

/** As measured. */
export const resultsOf = (recorded: Recorded | undefined): Results =>
  new Map(
    Object.entries(recorded?.results ?? {}).map(([id, all]) => [
      id,
      new Map(Object.entries(all) as [ServerName, Result[]][]),
    ]),
  );
