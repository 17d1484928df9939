import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { StoreError } from './errors.js';
import { loadSqlite } from './load-sqlite.js';
import { isBusy, isSqliteError } from './sqlite-errors.js';
import { prepareFolder } from './sqlite-file.js';

/** Time in ms that a server waits for another one that is about to exit. */
const WAIT_MS = 1000;

/** What a server writes about itself, for the message of the next one. */
interface Owner {
  pid: number;
  since: string;
  /** Absent until it listens. */
  url?: string;
}

/**
 * The exclusive use of a data folder. The lock is one of the operating system on the file `lock`, taken by SQLite: it
 * ends with the process, however that ends, and also works between containers, whose process IDs are not comparable.
 */
export class DataFolderLock {
  private readonly owner: Owner = { pid: process.pid, since: new Date().toISOString() };
  private readonly file: string;

  private constructor(
    folder: string,
    private readonly connection: DatabaseSyncInstance,
  ) {
    this.file = ownerFile(folder);
    this.write();
  }

  /** @throws StoreError if another server uses the folder, or if the folder cannot be used */
  static async acquire(folder: string): Promise<DataFolderLock> {
    prepareFolder(folder);
    const { DatabaseSync } = await loadSqlite();
    let connection: DatabaseSyncInstance | undefined;
    try {
      connection = new DatabaseSync(pathToFileURL(resolve(folder, 'lock')), { timeout: WAIT_MS });
      connection.exec('begin exclusive');
      return new DataFolderLock(folder, connection);
    } catch (error) {
      connection?.close();
      if (isBusy(error)) throw new StoreError(explainInUse(folder));
      if (!isSqliteError(error)) throw error;
      throw new StoreError(`The data folder ${resolve(folder)} cannot be locked: ${error.message}.`);
    }
  }

  /** Adds the server's URL to what it writes about itself. */
  listens(url: string): void {
    this.owner.url = url;
    this.write();
  }

  release(): void {
    rmSync(this.file, { force: true });
    this.connection.close();
  }

  private write(): void {
    try {
      writeFileSync(this.file, `${JSON.stringify(this.owner)}\n`, { mode: 0o600 });
    } catch {
      // Only the message of another server needs it.
    }
  }
}

const ownerFile = (folder: string): string => join(folder, 'server.json');

function explainInUse(folder: string): string {
  const remedy = 'stop that server first, or choose another folder with --data';
  const used = `The data folder ${resolve(folder)} is used by another server`;
  try {
    const { pid, since, url } = JSON.parse(readFileSync(ownerFile(folder), 'utf8')) as Owner;
    const where = url === undefined ? '' : ` at ${url}`;
    return `${used}${where} (process ${pid}, started ${since}): ${remedy}.`;
  } catch {
    return `${used}: ${remedy}.`;
  }
}
