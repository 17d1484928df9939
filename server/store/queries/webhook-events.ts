import { randomUUID } from 'node:crypto';
import type { WebhookEventOf, WebhookType } from 'lectern-protocol/webhooks';
import type { Db } from '../tables.js';

/** An event that is to be stored. `data` belongs to the type. */
export type NewWebhookEvent = {
  [T in WebhookType]: { type: T; roomId: string; data: WebhookEventOf<T>['data'] };
}[WebhookType];

/** An endpoint that receives events. */
interface Receiver {
  id: number;
  events: string[];
  /** Number of events that it can still get. */
  room: number;
}

/**
 * Returns the endpoints that receive events. Until the end of the transaction, other transactions cannot store events. So
 * the IDs of events have the order of the commits.
 */
export async function lockReceivers(db: Db): Promise<Receiver[]> {
  const rows = await db
    .updateTable('webhook_endpoints')
    .set((eb) => ({ pending: eb.ref('pending') }))
    .where('state', '=', 'active')
    .returning(['id', 'events', 'max_events', 'pending'])
    .execute();
  return rows.map(({ id, events, max_events, pending }) => ({
    id,
    events: JSON.parse(events),
    room: max_events - pending,
  }));
}

/** Stores events for the endpoints that `lockReceivers` has returned. */
export async function addWebhookEvents(
  db: Db,
  receivers: readonly Receiver[],
  events: readonly NewWebhookEvent[],
): Promise<void> {
  const now = Date.now();
  const made = events.map(({ type, roomId, data }) => ({
    room_id: roomId,
    message_id: `msg_${randomUUID()}`,
    type,
    body: JSON.stringify({ type, timestamp: new Date(now).toISOString(), data }),
    user_id: 'participant' in data ? data.participant.user : null,
    created_ms: now,
  }));
  for (const { id, events: types, room } of receivers) {
    const wanted = made.filter(({ type }) => types.length === 0 || types.includes(type));
    const kept = wanted.slice(0, Math.max(0, room));
    if (wanted.length === 0) continue;
    await db
      .updateTable('webhook_endpoints')
      .set((eb) => ({
        pending: eb('pending', '+', kept.length),
        lost: eb('lost', '+', wanted.length - kept.length),
      }))
      .where('id', '=', id)
      .execute();
    for (const event of kept) await appendEvent(db, { endpoint_id: id, ...event });
  }
}

/** Stores an event if there is an active endpoint. */
export async function addWebhookEvent(db: Db, event: NewWebhookEvent): Promise<void> {
  const receivers = await lockReceivers(db);
  if (receivers.length > 0) await addWebhookEvents(db, receivers, [event]);
}

/** An event without an ID. */
type EventRow = {
  endpoint_id: number;
  room_id: string;
  message_id: string;
  type: string;
  body: string;
  user_id: string | null;
  created_ms: number;
};

/** Appends an event to those of its room. The caller counts it in its endpoint. */
export async function appendEvent(db: Db, event: EventRow): Promise<void> {
  const { endpoint_id, room_id } = event;
  await db
    .insertInto('webhook_queues')
    .values({ endpoint_id, room_id, pending: 1, attempts: 0, next_ms: 0, error: null })
    .onConflict((conflict) =>
      conflict
        .columns(['endpoint_id', 'room_id'])
        .doUpdateSet((eb) => ({ pending: eb('webhook_queues.pending', '+', 1) })),
    )
    .execute();
  await db.insertInto('webhook_events').values(event).execute();
}

/**
 * Removes the first event of a room, which is taken or dead. Returns whether the room has more events for the endpoint.
 */
export async function removeEvent(
  db: Db,
  { id, endpoint_id, room_id }: { id: number; endpoint_id: number; room_id: string },
): Promise<boolean> {
  // The endpoint first, as when events are stored, so that transactions do not wait for each other in a circle.
  await db
    .updateTable('webhook_endpoints')
    .set((eb) => ({ pending: eb('pending', '-', 1) }))
    .where('id', '=', endpoint_id)
    .execute();
  await db.deleteFrom('webhook_events').where('id', '=', id).execute();
  const queue = await db
    .updateTable('webhook_queues')
    .set((eb) => ({ pending: eb('pending', '-', 1), attempts: 0, next_ms: 0, error: null }))
    .where('endpoint_id', '=', endpoint_id)
    .where('room_id', '=', room_id)
    .returning('pending')
    .executeTakeFirst();
  if (queue && queue.pending > 0) return true;
  await db
    .deleteFrom('webhook_queues')
    .where('endpoint_id', '=', endpoint_id)
    .where('room_id', '=', room_id)
    .execute();
  return false;
}
