import { Refusal } from '../../protocol/errors.js';
import type { ChangeInput } from '../store.js';
import type { Db } from '../tables.js';
import type { WebhookEndpointStatus, WebhookState } from '../webhooks.js';
import { appendEvent } from './webhook-events.js';

/** Maximum number of dead events that one call appends again. */
const RETRY_LIMIT = 500;

export async function setWebhookEndpoints(
  db: Db,
  { endpoints, maxEvents }: ChangeInput<'setWebhookEndpoints'>,
): Promise<null> {
  const stored = await db.selectFrom('webhook_endpoints').select(['id', 'url', 'state']).execute();
  const urls = new Set(endpoints.map(({ url }) => url));
  for (const { id, url } of stored) {
    if (!urls.has(url)) await setState(db, id, 'removed');
  }
  for (const { url, events } of endpoints) {
    const found = stored.find((each) => each.url === url);
    const given = { events: JSON.stringify(events), max_events: maxEvents };
    if (found) {
      const state = found.state === 'removed' ? 'active' : found.state;
      await db
        .updateTable('webhook_endpoints')
        .set({ ...given, state })
        .where('id', '=', found.id)
        .execute();
    } else {
      await db
        .insertInto('webhook_endpoints')
        .values({ url, ...given, state: 'active', pending: 0, lost: 0, paused_ms: 0 })
        // Another node starts at the same time.
        .onConflict((conflict) => conflict.column('url').doNothing())
        .execute();
    }
  }
  // Without an endpoint, passages are not recorded. What was known would be out of date later.
  if (endpoints.length === 0) await db.deleteFrom('webhook_participants').execute();
  return null;
}

const setState = (db: Db, id: number, state: WebhookState) =>
  db.updateTable('webhook_endpoints').set({ state }).where('id', '=', id).execute();

export async function webhookEndpoints(db: Db): Promise<WebhookEndpointStatus[]> {
  const rows = await db
    .selectFrom('webhook_endpoints as endpoint')
    .selectAll('endpoint')
    .select(({ selectFrom }) => [
      selectFrom('webhook_dead_letters as letter')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .whereRef('letter.endpoint_id', '=', 'endpoint.id')
        .as('dead'),
      selectFrom('webhook_queues as queue')
        .select('queue.error')
        .whereRef('queue.endpoint_id', '=', 'endpoint.id')
        .where('queue.error', 'is not', null)
        .limit(1)
        .as('error'),
      selectFrom('webhook_events as event')
        .select('event.created_ms')
        .whereRef('event.endpoint_id', '=', 'endpoint.id')
        .orderBy('event.id')
        .limit(1)
        .as('oldest'),
    ])
    .where('endpoint.id', '>', 0)
    .orderBy('endpoint.id')
    .execute();
  return rows.map(({ id, url, events, state, pending, lost, dead, error, oldest }) => ({
    id,
    url,
    events: JSON.parse(events),
    state,
    pending,
    ...(oldest !== null && { oldest }),
    dead: Number(dead),
    lost,
    ...(error !== null && { error }),
  }));
}

export async function retryWebhooks(db: Db, { ids }: { ids?: number[] }): Promise<number> {
  const oldest = db
    .selectFrom('webhook_dead_letters')
    .selectAll()
    .where('id', '>', 0)
    .orderBy('id')
    .limit(RETRY_LIMIT);
  const letters = await (ids ? oldest.where('id', 'in', ids) : oldest).execute();
  for (const { id, attempts, error, dead_ms, ...event } of letters) {
    const deleted = await db
      .deleteFrom('webhook_dead_letters')
      .where('id', '=', id)
      .returning('id')
      .executeTakeFirst();
    // Another call has appended it.
    if (!deleted) continue;
    await db
      .updateTable('webhook_endpoints')
      .set((eb) => ({ pending: eb('pending', '+', 1) }))
      .where('id', '=', event.endpoint_id)
      .execute();
    await appendEvent(db, event);
  }
  return letters.length;
}

export async function enableWebhooks(db: Db, { id }: { id: number }): Promise<null> {
  const state = await stateOf(db, id);
  if (state !== 'disabled') throw new Refusal('conflict', `endpoint ${id} is ${state}, and not disabled`);
  await setState(db, id, 'active');
  return null;
}

export async function discardWebhooks(db: Db, { id }: { id: number }): Promise<null> {
  if ((await stateOf(db, id)) === 'active') {
    throw new Refusal(
      'conflict',
      `endpoint ${id} is active; remove its URL from the option webhookUrl first`,
    );
  }
  for (const table of ['webhook_queues', 'webhook_events', 'webhook_dead_letters'] as const) {
    await db.deleteFrom(table).where('endpoint_id', '=', id).execute();
  }
  await db.deleteFrom('webhook_endpoints').where('id', '=', id).execute();
  return null;
}

async function stateOf(db: Db, id: number): Promise<WebhookState> {
  const row = await db
    .selectFrom('webhook_endpoints')
    .select('state')
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row) throw new Refusal('not-found', `there is no endpoint ${id}`);
  return row.state;
}
