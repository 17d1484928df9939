import { Refusal } from '../../protocol/errors.js';
import { type ChangeName, REPLIES_KEPT, type RequestKey, type ValueOf } from '../store.js';
import type { Db } from '../tables.js';

/** ms after which nobody repeats a request any more: every ticket has expired by then. */
const FORGOTTEN_AFTER = 24 * 60 * 60_000;

/** How many replies of clients long gone are swept at a time. */
const SWEEP = 1000;

/** Thrown where the same request is being done by another transaction: to be tried again once that is over. */
export class DoneElsewhere extends Error {}

export async function findReply<K extends ChangeName>(
  db: Db,
  change: K,
  { clientId, id }: RequestKey,
): Promise<ValueOf<K> | undefined> {
  const reply = await db
    .selectFrom('replies')
    .select(['change', 'answer'])
    .where('client_id', '=', clientId)
    .where('request_id', '=', JSON.stringify(id))
    .executeTakeFirst();
  if (!reply) return undefined;
  if (reply.change !== change) throw new Refusal('conflict', 'this id has been used for another request');
  return JSON.parse(reply.answer);
}

/** Keeps the answer, and no more than the last REPLIES_KEPT of this client. */
export async function keepReply(
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
    .returning('id')
    .executeTakeFirst();
  if (!kept) throw new DoneElsewhere();
  await db
    .deleteFrom('replies')
    .where('client_id', '=', clientId)
    .where('id', '<=', ({ selectFrom }) =>
      selectFrom('replies')
        .select('id')
        .where('client_id', '=', clientId)
        .orderBy('id', 'desc')
        .limit(1)
        .offset(REPLIES_KEPT),
    )
    .execute();
}

export async function forgetReplies(db: Db, { clientId }: { clientId: string }): Promise<null> {
  await db.deleteFrom('replies').where('client_id', '=', clientId).execute();
  await db
    .deleteFrom('replies')
    .where('id', 'in', ({ selectFrom }) => selectFrom('replies').select('id').orderBy('id').limit(SWEEP))
    .where('created_ms', '<', Date.now() - FORGOTTEN_AFTER)
    .execute();
  return null;
}
