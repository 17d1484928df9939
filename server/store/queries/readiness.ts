import type { Db } from '../tables.js';

/** The row that health checks write. It expires immediately, so that it is never read and later removed. */
const ROW = 'readiness-check';

/** Makes a small change, to find out whether the database and its disk can take one. */
export async function recordCheck(db: Db): Promise<void> {
  // The value differs each time, because SQLite does not write a page that stays the same.
  const row = { record: String(Date.now() + Math.random()), expires_ms: 0 };
  await db
    .insertInto('sessions')
    .values({ client_id: ROW, ...row })
    .onConflict((conflict) => conflict.column('client_id').doUpdateSet(row))
    .execute();
}
