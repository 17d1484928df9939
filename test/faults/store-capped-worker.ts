import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { workerData } from 'node:worker_threads';
import Database from 'better-sqlite3';

// The thread of the embedded store, whose file cannot grow while a file `full` lies beside it: what SQLite does then is
// the same as on a full disk.

const { exec } = Database.prototype;
const unlimited = 0xfffffffe;

Database.prototype.exec = function (this: Database.Database, sql: string) {
  const full = existsSync(join(workerData.folder, 'full'));
  this.pragma(`max_page_count = ${full ? 1 : unlimited}`);
  return exec.call(this, sql);
};

await import('../../server/store/sqlite-worker.js');
