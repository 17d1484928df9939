import { Refusal } from '../../protocol/errors.js';
import type { StoredSession } from '../model.js';
import type { Db } from '../tables.js';

/** Maximum number of expired rows that one call deletes. */
const SWEEP_LIMIT = 100;

export async function saveSession(db: Db, { clientId, record, expires }: StoredSession): Promise<null> {
  const kept = { record, expires_ms: expires };
  await db
    .insertInto('sessions')
    .values({ client_id: clientId, ...kept })
    .onConflict((conflict) => conflict.column('client_id').doUpdateSet(kept))
    .execute();
  await db
    .deleteFrom('sessions')
    .where('client_id', 'in', ({ selectFrom }) =>
      selectFrom('sessions').select('client_id').where('expires_ms', '<', Date.now()).limit(SWEEP_LIMIT),
    )
    .execute();
  return null;
}

export async function deleteSession(db: Db, { clientId }: { clientId: string }): Promise<null> {
  await db.deleteFrom('sessions').where('client_id', '=', clientId).execute();
  return null;
}

export async function session(db: Db, clientId: string): Promise<StoredSession | undefined> {
  const row = await db
    .selectFrom('sessions')
    .select(['record', 'expires_ms'])
    .where('client_id', '=', clientId)
    .where('expires_ms', '>=', Date.now())
    .executeTakeFirst();
  return row && { clientId, record: row.record, expires: row.expires_ms };
}

export async function consumeToken(
  db: Db,
  { tokenId, expires }: { tokenId: string; expires: number },
): Promise<null> {
  const used = await db
    .insertInto('used_tokens')
    .values({ token_id: tokenId, expires_ms: expires })
    .onConflict((conflict) => conflict.column('token_id').doNothing())
    .returning('token_id')
    .executeTakeFirst();
  if (!used) throw new Refusal('conflict', 'this single-use token has already been used');
  await db
    .deleteFrom('used_tokens')
    .where('token_id', 'in', ({ selectFrom }) =>
      selectFrom('used_tokens').select('token_id').where('expires_ms', '<', Date.now()).limit(SWEEP_LIMIT),
    )
    .execute();
  return null;
}
