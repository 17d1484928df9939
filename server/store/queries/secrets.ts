import type { Db } from '../tables.js';

/** Name of the only secret so far. */
const NAME = 'server';

export async function ensureSecret(db: Db, { secret }: { secret: string }): Promise<string> {
  await db
    .insertInto('secrets')
    .values({ name: NAME, secret })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .execute();
  const row = await db
    .selectFrom('secrets')
    .select('secret')
    .where('name', '=', NAME)
    .executeTakeFirstOrThrow();
  return row.secret;
}
