import { Refusal } from '../../protocol/errors.js';
import { type ChangeName, type ChangeValue, MAX_REPLIES, type RequestKey } from '../store.js';
import type { Db } from '../tables.js';

/** Time in ms that replies are stored. Clients cannot repeat older requests, since their tickets have expired. */
const RETENTION = 24 * 60 * 60_000;

/** Number of replies beyond MAX_REPLIES after which a client's oldest ones are deleted, many at once. */
const TRIM_BATCH = 32;

/** Maximum number of old replies that one call checks. */
const SWEEP_LIMIT = 1000;

/** A concurrent transaction handles the same request. The transaction must be retried. */
export class ConcurrentRequestError extends Error {}

/** Returns the stored result of a request, or undefined. @throws Refusal conflict if its ID was used for another change */
export async function findReply<K extends ChangeName>(
  db: Db,
  change: K,
  { clientId, id }: RequestKey,
): Promise<ChangeValue<K> | undefined> {
  const reply = await db
    .selectFrom('replies')
    .select(['change', 'answer'])
    .where('client_id', '=', clientId)
    .where('request_id', '=', JSON.stringify(id))
    .executeTakeFirst();
  if (!reply) return undefined;
  if (reply.change !== change)
    throw new Refusal('conflict', 'this request ID was already used for another request');
  return JSON.parse(reply.answer);
}

/** Stores the result of a request. From time to time, it deletes all but the client's last MAX_REPLIES. */
export async function storeReply(
  db: Db,
  change: ChangeName,
  { clientId, id }: RequestKey,
  answer: unknown,
): Promise<void> {
  const kept = await db
    .insertInto('replies')
    .values({
      client_id: clientId,
      request_id: JSON.stringify(id),
      change,
      answer: JSON.stringify(answer),
      created_ms: Date.now(),
    })
    .onConflict((conflict) => conflict.columns(['client_id', 'request_id']).doNothing())
    .returning(({ selectFrom }) => [
      'id',
      selectFrom('replies as earlier')
        .select('earlier.id')
        .where('earlier.client_id', '=', clientId)
        .whereRef('earlier.id', '<', 'replies.id')
        .orderBy('earlier.id', 'desc')
        .limit(1)
        .offset(MAX_REPLIES + TRIM_BATCH - 1)
        .as('surplus'),
    ])
    .executeTakeFirst();
  if (!kept) throw new ConcurrentRequestError();
  if (kept.surplus === null) return;
  await db
    .deleteFrom('replies')
    .where('client_id', '=', clientId)
    .where('id', '<=', ({ selectFrom }) =>
      selectFrom('replies')
        .select('id')
        .where('client_id', '=', clientId)
        .orderBy('id', 'desc')
        .limit(1)
        .offset(MAX_REPLIES),
    )
    .execute();
}

/** Deletes the replies of a client, and some of those that are too old. */
export async function deleteReplies(db: Db, { clientId }: { clientId: string }): Promise<null> {
  await db.deleteFrom('replies').where('client_id', '=', clientId).execute();
  await db
    .deleteFrom('replies')
    .where('id', 'in', ({ selectFrom }) =>
      selectFrom('replies').select('id').orderBy('id').limit(SWEEP_LIMIT),
    )
    .where('created_ms', '<', Date.now() - RETENTION)
    .execute();
  return null;
}
