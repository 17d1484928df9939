import type { ReadInput } from '../store.js';
import type { Db } from '../tables.js';
import type { Passage, WebhookParticipant } from '../webhooks.js';
import { addWebhookEvents, lockReceivers, type NewWebhookEvent } from './webhook-events.js';

/** Default number of participants that are read at once. */
const DEFAULT_LIMIT = 500;

export async function recordPassages(db: Db, { passages }: { passages: Passage[] }): Promise<null> {
  const receivers = await lockReceivers(db);
  const events: NewWebhookEvent[] = [];
  for (const passage of passages) {
    events.push(...(passage.kind === 'joined' ? await join(db, passage) : await leave(db, passage)));
  }
  await addWebhookEvents(db, receivers, events);
  return null;
}

async function join(db: Db, passage: Passage): Promise<NewWebhookEvent[]> {
  const { roomId, clientId, userId, name, role } = passage;
  const row = await db
    .insertInto('webhook_participants')
    .values({
      room_id: roomId,
      client_id: clientId,
      user_id: userId,
      name,
      role,
    })
    .onConflict((conflict) => conflict.columns(['room_id', 'client_id']).doNothing())
    .returning('client_id')
    .executeTakeFirst();
  return row ? [{ type: 'participant.joined', roomId, data: dataOf(passage) }] : [];
}

async function leave(db: Db, { roomId, clientId }: Passage): Promise<NewWebhookEvent[]> {
  const row = await db
    .deleteFrom('webhook_participants')
    .where('room_id', '=', roomId)
    .where('client_id', '=', clientId)
    .returningAll()
    .executeTakeFirst();
  if (!row) return [];
  const left: NewWebhookEvent = { type: 'participant.left', roomId, data: dataOf(toParticipant(row)) };
  const other = await db
    .selectFrom('webhook_participants')
    .select('client_id')
    .where('room_id', '=', roomId)
    .limit(1)
    .executeTakeFirst();
  return other ? [left] : [left, { type: 'room.empty', roomId, data: { room: roomId } }];
}

const dataOf = ({ roomId, clientId, userId, name, role }: WebhookParticipant) => ({
  room: roomId,
  participant: { id: clientId, user: userId, name, role },
});

const toParticipant = (row: {
  room_id: string;
  client_id: string;
  user_id: string;
  name: string;
  role: string;
}): WebhookParticipant => ({
  roomId: row.room_id,
  clientId: row.client_id,
  userId: row.user_id,
  name: row.name,
  role: row.role,
});

export async function webhookParticipants(
  db: Db,
  { after = { roomId: '', clientId: '' }, limit = DEFAULT_LIMIT }: ReadInput<'webhookParticipants'>[0] = {},
): Promise<WebhookParticipant[]> {
  const rows = await db
    .selectFrom('webhook_participants')
    .selectAll()
    .where(({ eb, refTuple, tuple }) =>
      eb(refTuple('room_id', 'client_id'), '>', tuple(after.roomId, after.clientId)),
    )
    .orderBy('room_id')
    .orderBy('client_id')
    .limit(limit)
    .execute();
  return rows.map(toParticipant);
}
