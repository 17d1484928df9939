import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { openStore } from '../../server/store/open-store.js';
import type { Lecture, Store } from '../../server/store/store.js';
import { Postgres } from '../helpers/postgres.js';

/** A database to measure. */
export interface Target {
  name: string;
  store: Store;
  /** Runs a statement without the store. */
  execute(statement: string): Promise<void>;
}

/** Measures an empty SQLite database, then an empty PostgreSQL one, and removes them. */
export async function onEachDatabase(measure: (target: Target) => Promise<void>): Promise<void> {
  const data = await mkdtemp(join(tmpdir(), 'lectern-measure-'));
  try {
    const store = await openStore({ data });
    const execute = async (statement: string): Promise<void> => {
      const file = new DatabaseSync(join(data, 'lectern.db'), { timeout: 5000 });
      file.exec(statement);
      file.close();
    };
    await measure({ name: 'SQLite', store, execute });
    await store.close();
  } finally {
    await rm(data, { recursive: true });
  }

  const postgres = await Postgres.make();
  try {
    const database = await postgres.createDatabase();
    const store = await openStore({ database });
    const name = new URL(database).pathname.slice(1);
    const execute = async (statement: string): Promise<void> => void (await postgres.query(name, statement));
    await measure({ name: 'PostgreSQL', store, execute });
    await store.close();
  } finally {
    await postgres.remove();
  }
}

/** Creates a lecture of the user `teacher`. */
export async function makeLecture(store: Store): Promise<Lecture> {
  await store.saveUser({ id: 'teacher', name: 'Ms Kim' });
  const { value: of } = await store.createClass({ instructorId: 'teacher', title: 'Class', subtitle: '' });
  const given = { classUuid: of.uuid, lectureDate: '2026-03-02', lectureName: 'Lecture', playlist: '' };
  return (await store.createLecture(given)).value;
}

/** Returns a percentile. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * percent) / 100))] ?? Number.NaN;
}
