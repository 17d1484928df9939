import type { FastifyInstance } from 'fastify';
import type { HttpCreateRoom, HttpUpdateRoom } from 'lectern-protocol/http';
import { createRoom, updateRoom } from 'lectern-protocol/http-validators';
import { toWireRoom } from '../chat/wire-room.js';
import type { AuditLog } from '../classroom/audit-log.js';
import { Refusal } from '../protocol/errors.js';
import type { Requester } from '../room-settings/hash-queue.js';
import type { RoomSettingsService } from '../room-settings/room-settings.js';
import type { LiveState } from '../session/live-state.js';
import type { Sessions } from '../session/sessions.js';
import type { RoomSettings, RoomsQuery } from '../store/store.js';
import type { AdminAccess } from './admin-access.js';
import type { ApiKeys } from './api-keys.js';
import { bodyOf } from './body.js';
import { type ListQuery, pageOf } from './list-query.js';
import { type CursorQuery, LiveRooms } from './live-rooms.js';

interface Services {
  rooms: RoomSettingsService;
  live: Pick<LiveState, 'rooms' | 'connections'>;
  sessions: Pick<Sessions, 'openMode'>;
  audit: Pick<AuditLog, 'recordOperator'>;
  key: ApiKeys;
  admin: AdminAccess;
}

interface RoomsListQuery {
  Querystring: ListQuery['Querystring'] & CursorQuery['Querystring'] & { live?: string };
}

interface RoomParams {
  Params: { id: string };
}

/**
 * Returns the requester of a call with the API key. Calls share a place of their own among the networks, wherever they
 * come from, and are equal among each other.
 */
const program = (requestId: string): Requester => ({ address: 'api', userId: requestId });

/** Rooms: /rooms and /rooms/<id>. */
export async function roomsApi(
  app: FastifyInstance,
  { rooms, live, sessions, audit, key, admin }: Services,
): Promise<void> {
  /** Returns all settings of a room, for requests with the API key. */
  const whole = (room: RoomSettings, count: number) => {
    const { ownerId: owner, createdAt: created } = room;
    return { ...toWireRoom(room), count, ...(owner !== undefined && { owner }), created };
  };
  const counted = async (room: RoomSettings) => whole(room, await rooms.count(room.id));
  const liveRooms = new LiveRooms({ live, rooms, whole });
  const list = async <T>(query: RoomsQuery, told: (room: RoomSettings) => Promise<T>) => {
    const { items, before } = await rooms.list(query);
    return { rooms: await Promise.all(items.map(told)), ...(before !== undefined && { before }) };
  };

  app.get<RoomsListQuery>('/rooms', async ({ raw, query }, reply) => {
    reply.header('cache-control', 'no-store');
    if (query.live !== undefined) {
      if (!key.isShown(raw)) await admin.check(raw, 'rooms:read');
      if (query.live === 'true') return liveRooms.list(query);
      throw new Refusal('bad-data', 'live must be true', { pointer: '/live', expected: 'true' });
    }
    const page = pageOf(query);
    if (!key.isShown(raw)) {
      const login = sessions.openMode ? 'optional' : 'required';
      return { ...(await list({ ...page, visibleTo: null }, (room) => rooms.counted(room))), login };
    }
    return list(page, counted);
  });

  app.post('/rooms', async ({ id, body }, reply) => {
    const { value } = await rooms.create(bodyOf<HttpCreateRoom>(createRoom, body), program(id));
    reply.code(201);
    return { room: await counted(value) };
  });

  app.get<RoomParams & CursorQuery>('/rooms/:id', async ({ params, query }, reply) => {
    reply.header('cache-control', 'no-store');
    return liveRooms.show(params.id.normalize('NFC'), query);
  });

  app.patch<RoomParams>('/rooms/:id', async ({ id, params, body }) => {
    const changes = bodyOf<HttpUpdateRoom>(updateRoom, body);
    const { value } = await rooms.update(params.id.normalize('NFC'), changes, program(id));
    return { room: await counted(value) };
  });

  app.delete<RoomParams>('/rooms/:id', async ({ params, operator }, reply) => {
    const id = params.id.normalize('NFC');
    await rooms.delete(id);
    await audit.recordOperator('delete-room', { target: { id } }, operator);
    await rooms.end(id);
    reply.code(204);
  });
}
