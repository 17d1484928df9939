import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { serveSqlite } from '../../server/store/serve-sqlite.js';
import { openSqliteFile } from '../../server/store/sqlite-file.js';

// The worker of the embedded store. Its database cannot grow while a file `full` exists in the same folder; SQLite then
// behaves as on a full disk.

const UNLIMITED = 0xfffffffe;

await serveSqlite(async (folder, create) => {
  const { connection, db } = await openSqliteFile(folder, create);
  const capped = {
    get isTransaction() {
      return connection.isTransaction;
    },
    exec(sql: string) {
      const pages = existsSync(join(folder, 'full')) ? 1 : UNLIMITED;
      connection.exec(`pragma max_page_count = ${pages}; ${sql}`);
    },
  };
  return { connection: capped, db };
});
