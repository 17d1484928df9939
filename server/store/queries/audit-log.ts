import { type ExpressionBuilder, type Selectable, sql } from '../kysely.js';
import type { AuditEntry } from '../model.js';
import type { AuditQuery, ChangeInput, Page } from '../store.js';
import type { Db, Tables } from '../tables.js';
import { beforeOf, pageLimit, toPage } from './page.js';

/** The oldest entries of all users together are deleted each time when this many entries were added. */
const SWEEP_EVERY = 100;

/** Maximum number of expired rows that one call deletes. */
const SWEEP_LIMIT = 1000;

/** Divisor of the maximum number of entries of all users: the share of one user. */
const SHARE = 100;

export const toEntry = (row: Selectable<Tables['audit_log']>): AuditEntry => ({
  id: row.id,
  at: row.at_ms,
  action: row.action,
  ...(row.actor_id !== null && { actor: { id: row.actor_id, name: row.actor_name ?? '' } }),
  ...(row.key_name !== null && { key: row.key_name }),
  ...(row.class_uuid !== null && { classUuid: row.class_uuid }),
  ...(row.lecture_id !== null && { lecture: { id: row.lecture_id, lectureName: row.lecture_name ?? '' } }),
  ...(row.target_id !== null && {
    target: { id: row.target_id, ...(row.target_name !== null && { name: row.target_name }) },
  }),
  ...(row.detail !== null && { detail: row.detail }),
});

export async function addAuditEntry(
  db: Db,
  { entry, most, retention }: ChangeInput<'addAuditEntry'>,
): Promise<null> {
  const { at, action, actor, key, classUuid, lecture, target, detail } = entry;
  const { id } = await db
    .insertInto('audit_log')
    .values({
      at_ms: at,
      action,
      actor_id: actor?.id ?? null,
      actor_name: actor?.name ?? null,
      key_name: key ?? null,
      class_uuid: classUuid ?? null,
      lecture_id: lecture?.id ?? null,
      lecture_name: lecture?.lectureName ?? null,
      target_id: target?.id ?? null,
      target_name: target?.name ?? null,
      detail: detail ?? null,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  type Which = (eb: ExpressionBuilder<Tables, 'audit_log'>) => ReturnType<typeof eb>;
  /** Deletes all but the newest of the given entries. */
  const keep = async (which: Which, count: number): Promise<void> => {
    await db
      .deleteFrom('audit_log')
      .where(which)
      .where('id', '<=', ({ selectFrom }) =>
        selectFrom('audit_log').select('id').where(which).orderBy('id', 'desc').limit(1).offset(count),
      )
      .execute();
  };
  // Users cannot push out the entries of others: each has a share, and those of the operator count separately.
  if (actor) await keep((eb) => eb('actor_id', '=', actor.id), Math.max(1, Math.floor(most / SHARE)));
  if (id % SWEEP_EVERY === 0) {
    await keep((eb) => eb('actor_id', actor ? 'is not' : 'is', null), most);
    await db
      .deleteFrom('audit_log')
      .where('id', 'in', ({ selectFrom }) =>
        selectFrom('audit_log')
          .select('id')
          .where('at_ms', '<', at - retention)
          .limit(SWEEP_LIMIT),
      )
      .execute();
  }
  return null;
}

export async function auditEntries(db: Db, query: AuditQuery = {}): Promise<Page<AuditEntry>> {
  const { classUuid, since = 0 } = query;
  const rows = await db
    .selectFrom('audit_log')
    .selectAll()
    .where('id', '<', beforeOf(query))
    .where('at_ms', '>=', since)
    .$if(classUuid !== undefined, (all) => all.where('class_uuid', '=', sql.val(classUuid ?? '')))
    .orderBy('id', 'desc')
    .limit(pageLimit(query) + 1)
    .execute();
  return toPage(rows, query, toEntry);
}
