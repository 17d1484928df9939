import { Refusal } from '../../protocol/errors.js';
import type { Selectable } from '../kysely.js';
import type { Revocation } from '../model.js';
import type { ChangeInput, Page, PageQuery } from '../store.js';
import type { Db, Tables } from '../tables.js';
import { beforeOf, pageLimit, toPage } from './page.js';

/** Maximum number of expired rows that one call deletes. */
const SWEEP_LIMIT = 100;

const toRevocation = (row: Selectable<Tables['revocations']>): Revocation => ({
  id: row.id,
  kind: row.kind,
  subject: row.subject,
  ...(row.reason !== null && { reason: row.reason }),
  createdAt: row.created_ms,
  ...(row.expires_ms !== null && { expires: row.expires_ms }),
});

export async function revoke(
  db: Db,
  { kind, subject, reason, expires }: ChangeInput<'revoke'>,
): Promise<Revocation> {
  const terms = { reason: reason ?? null, created_ms: Date.now(), expires_ms: expires ?? null };
  const row = await db
    .insertInto('revocations')
    .values({ kind, subject, ...terms })
    .onConflict((conflict) => conflict.columns(['kind', 'subject']).doUpdateSet(terms))
    .returningAll()
    .executeTakeFirstOrThrow();
  await db
    .deleteFrom('revocations')
    .where('id', 'in', ({ selectFrom }) =>
      selectFrom('revocations').select('id').where('expires_ms', '<', Date.now()).limit(SWEEP_LIMIT),
    )
    .execute();
  return toRevocation(row);
}

export async function liftRevocation(db: Db, { id }: { id: number }): Promise<Revocation> {
  const row = await db.deleteFrom('revocations').where('id', '=', id).returningAll().executeTakeFirst();
  if (!row) throw new Refusal('not-found', `there is no revocation ${id}`);
  return toRevocation(row);
}

export async function revocations(db: Db, query: PageQuery = {}): Promise<Page<Revocation>> {
  const rows = await db
    .selectFrom('revocations')
    .selectAll()
    .where('id', '<', beforeOf(query))
    .where(({ eb, or }) => or([eb('expires_ms', 'is', null), eb('expires_ms', '>=', Date.now())]))
    .orderBy('id', 'desc')
    .limit(pageLimit(query) + 1)
    .execute();
  return toPage(rows, query, toRevocation);
}
