import { type ChangeInput, MAX_DEAD_LETTERS, type Page, type PageQuery, type ReadInput } from '../store.js';
import type { Db } from '../tables.js';
import type { DeadWebhookEvent, WebhookEvent } from '../webhooks.js';
import { beforeOf, pageLimit, toPage } from './page.js';
import { removeEvent } from './webhook-events.js';

/** The name of the only lease. */
const LEASE = 'sender';

export async function leaseWebhooks(
  db: Db,
  { node, now, until, instead }: ChangeInput<'leaseWebhooks'>,
): Promise<boolean> {
  const row = await db
    .insertInto('webhook_lease')
    .values({ name: LEASE, node, until_ms: until })
    .onConflict((conflict) =>
      conflict
        .column('name')
        .doUpdateSet({ node, until_ms: until })
        .where(({ eb, or }) =>
          or([
            eb('webhook_lease.node', 'in', instead === undefined ? [node] : [node, instead]),
            eb('webhook_lease.until_ms', '<', now),
          ]),
        ),
    )
    .returning('node')
    .executeTakeFirst();
  return row !== undefined;
}

export async function dueWebhooks(
  db: Db,
  { endpointId, now, limit }: ReadInput<'dueWebhooks'>[0],
): Promise<WebhookEvent[]> {
  const rows = await db
    .selectFrom('webhook_queues as queue')
    .innerJoin('webhook_endpoints as endpoint', 'endpoint.id', 'queue.endpoint_id')
    .innerJoin('webhook_events as event', (join) =>
      join.on('event.id', '=', ({ selectFrom }) =>
        selectFrom('webhook_events as first')
          .select('first.id')
          .whereRef('first.endpoint_id', '=', 'queue.endpoint_id')
          .whereRef('first.room_id', '=', 'queue.room_id')
          .orderBy('first.id')
          .limit(1),
      ),
    )
    .selectAll('event')
    .select('queue.attempts')
    .where('queue.endpoint_id', '=', endpointId)
    .where('queue.next_ms', '<=', now)
    .where('endpoint.state', '=', 'active')
    .where('endpoint.paused_ms', '<=', now)
    .orderBy('queue.next_ms')
    .limit(limit)
    .execute();
  return rows.map(toEvent);
}

interface EventRow {
  id: number;
  endpoint_id: number;
  room_id: string;
  message_id: string;
  type: string;
  body: string;
  created_ms: number;
  attempts: number;
}

const toEvent = (row: EventRow): WebhookEvent => ({
  id: row.id,
  endpointId: row.endpoint_id,
  roomId: row.room_id,
  messageId: row.message_id,
  type: row.type,
  body: row.body,
  createdAt: row.created_ms,
  attempts: row.attempts,
});

export async function webhookTaken(db: Db, { id }: { id: number }): Promise<boolean> {
  const event = await eventById(db, id);
  return event !== undefined && (await removeEvent(db, event));
}

const eventById = (db: Db, id: number) =>
  db.selectFrom('webhook_events').selectAll().where('id', '=', id).executeTakeFirst();

export async function webhookFailed(db: Db, failure: ChangeInput<'webhookFailed'>): Promise<null> {
  const { id, node, error, next, pausedUntil, gone = false } = failure;
  const leased = await db
    .updateTable('webhook_lease')
    .set({ node })
    .where('name', '=', LEASE)
    .where('node', '=', node)
    .returning('node')
    .executeTakeFirst();
  const event = leased && (await eventById(db, id));
  if (!event) return null;
  const { endpoint_id, room_id } = event;
  // Also if nothing changes: the endpoint is locked first in every transaction.
  await db
    .updateTable('webhook_endpoints')
    .set((eb) => ({
      pending: eb.ref('pending'),
      ...(gone && { state: 'disabled' as const }),
      ...(pausedUntil !== undefined && { paused_ms: pausedUntil }),
    }))
    .where('id', '=', endpoint_id)
    .execute();
  const queue = await db
    .updateTable('webhook_queues')
    .set((eb) => ({ attempts: eb('attempts', '+', gone ? 0 : 1), next_ms: next ?? 0, error }))
    .where('endpoint_id', '=', endpoint_id)
    .where('room_id', '=', room_id)
    .returning('attempts')
    .executeTakeFirst();
  if (next === undefined && !gone && queue) {
    const { id: _, ...content } = event;
    await removeEvent(db, event);
    await db
      .insertInto('webhook_dead_letters')
      .values({ ...content, attempts: queue.attempts, error, dead_ms: Date.now() })
      .execute();
    await forgetOldest(db, endpoint_id);
  }
  return null;
}

/** Deletes the dead events of an endpoint beyond the maximum. */
async function forgetOldest(db: Db, endpointId: number): Promise<void> {
  await db
    .deleteFrom('webhook_dead_letters')
    .where('endpoint_id', '=', endpointId)
    .where('id', '<=', ({ selectFrom }) =>
      selectFrom('webhook_dead_letters')
        .select('id')
        .where('endpoint_id', '=', endpointId)
        .orderBy('id', 'desc')
        .limit(1)
        .offset(MAX_DEAD_LETTERS),
    )
    .execute();
}

export async function deadWebhooks(db: Db, query: PageQuery = {}): Promise<Page<DeadWebhookEvent>> {
  const rows = await db
    .selectFrom('webhook_dead_letters as letter')
    .innerJoin('webhook_endpoints as endpoint', 'endpoint.id', 'letter.endpoint_id')
    .selectAll('letter')
    .select('endpoint.url')
    .where('letter.id', '<', beforeOf(query))
    .orderBy('letter.id', 'desc')
    .limit(pageLimit(query) + 1)
    .execute();
  return toPage(rows, query, (row) => ({
    ...toEvent(row),
    url: row.url,
    error: row.error,
    deadAt: row.dead_ms,
  }));
}
