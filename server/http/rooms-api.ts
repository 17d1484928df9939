import type { FastifyInstance } from 'fastify';
import type { HttpCreateRoom, HttpUpdateRoom } from 'lectern-protocol/http';
import { createRoom, updateRoom } from 'lectern-protocol/http-validators';
import type { AuditLog } from '../classroom/audit-log.js';
import { Refusal } from '../protocol/errors.js';
import type { Requester } from '../room-settings/hash-queue.js';
import type { RoomSettingsService } from '../room-settings/room-settings.js';
import type { Sessions } from '../session/sessions.js';
import type { RoomSettings, RoomsQuery } from '../store/store.js';
import type { ApiKey } from './api-key.js';
import { bodyOf } from './body.js';
import { type ListQuery, pageOf } from './list-query.js';

interface Services {
  rooms: RoomSettingsService;
  sessions: Pick<Sessions, 'openMode'>;
  audit: Pick<AuditLog, 'recordOperator'>;
  key: ApiKey;
}

interface RoomParams {
  Params: { id: string };
}

/**
 * Returns the requester of a call with the API key. Calls share a place of their own among the networks, wherever they
 * come from, and are equal among each other.
 */
const program = (requestId: string): Requester => ({ address: 'api', userId: requestId });

/** Rooms with settings: /rooms and /rooms/<id>. */
export async function roomsApi(
  app: FastifyInstance,
  { rooms, sessions, audit, key }: Services,
): Promise<void> {
  /** Returns all settings of a room, for requests with the API key. */
  const whole = async (room: RoomSettings) => {
    const { ownerId: owner, createdAt: created } = room;
    return { ...(await rooms.counted(room)), ...(owner !== undefined && { owner }), created };
  };
  const list = async <T>(query: RoomsQuery, told: (room: RoomSettings) => Promise<T>) => {
    const { items, before } = await rooms.list(query);
    return { rooms: await Promise.all(items.map(told)), ...(before !== undefined && { before }) };
  };

  app.get<ListQuery>('/rooms', async ({ raw, query }, reply) => {
    const page = pageOf(query);
    reply.header('cache-control', 'no-store');
    if (!key.isShown(raw)) {
      const login = sessions.openMode ? 'optional' : 'required';
      return { ...(await list({ ...page, visibleTo: null }, (room) => rooms.counted(room))), login };
    }
    key.check(raw);
    return list(page, whole);
  });

  await app.register(async (guarded) => {
    guarded.addHook('onRequest', async (request) => key.check(request.raw));

    guarded.post('/rooms', async ({ id, body }, reply) => {
      const { value } = await rooms.create(bodyOf<HttpCreateRoom>(createRoom, body), program(id));
      reply.code(201);
      return { room: await whole(value) };
    });

    guarded.get<RoomParams>('/rooms/:id', async ({ params }) => {
      const room = await rooms.settings(params.id.normalize('NFC'));
      if (!room) throw new Refusal('not-found', `room '${params.id}' has no settings`);
      return { room: await whole(room) };
    });

    guarded.patch<RoomParams>('/rooms/:id', async ({ id, params, body }) => {
      const changes = bodyOf<HttpUpdateRoom>(updateRoom, body);
      const { value } = await rooms.update(params.id.normalize('NFC'), changes, program(id));
      return { room: await whole(value) };
    });

    guarded.delete<RoomParams>('/rooms/:id', async ({ params }, reply) => {
      const id = params.id.normalize('NFC');
      await rooms.delete(id);
      await audit.recordOperator('delete-room', { target: { id } });
      await rooms.end(id);
      reply.code(204);
    });
  });
}
