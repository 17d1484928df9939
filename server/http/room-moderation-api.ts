import type { FastifyInstance } from 'fastify';
import type { HttpBan, HttpCloseRoom, HttpStopMedia } from 'lectern-protocol/http';
import { ban, closeRoom, stopMedia } from 'lectern-protocol/http-validators';
import { lectureIdOf, roomIdFault } from '../chat/room-id.js';
import type { AuditSubject } from '../classroom/audit-log.js';
import type { Classroom } from '../classroom/classroom.js';
import type { MediaRooms } from '../media/media-rooms.js';
import { Refusal } from '../protocol/errors.js';
import type { RoomSettingsService } from '../room-settings/room-settings.js';
import { bodyOf } from './body.js';
import { type ListQuery, pageOf } from './list-query.js';

interface Services {
  rooms: RoomSettingsService;
  media: Pick<MediaRooms, 'order'>;
  classroom: Pick<Classroom, 'store' | 'audit'>;
}

interface RoomParams {
  Params: { id: string };
}

interface UserParams {
  Params: { id: string; user: string };
}

/** Order in rooms for application servers: /rooms/<id>/stop-media, /rooms/<id>/bans and /rooms/<id>/close. */
export async function roomModerationApi(
  app: FastifyInstance,
  { rooms, media: mediaRooms, classroom }: Services,
): Promise<void> {
  const { store, audit } = classroom;
  /** Returns where an action took place, for the audit log: a lecture, or a room in the detail. */
  async function placeOf(roomId: string, what?: string): Promise<AuditSubject> {
    const id = lectureIdOf(roomId);
    const lecture = id === undefined ? undefined : await store.lecture(id);
    if (lecture)
      return { classUuid: lecture.classUuid, lecture, ...(what !== undefined && { detail: what }) };
    return { detail: what === undefined ? `room ${roomId}` : `${what} in room ${roomId}` };
  }

  /** Returns the ID of a room that can have bans. @throws Refusal bad-data for rooms of classes, lectures and namespaces */
  function bannable(written: string): string {
    const id = written.normalize('NFC');
    const fault = roomIdFault(id);
    if (fault === undefined) return id;
    const expected = 'the ID of a room that people join by a link';
    throw new Refusal(
      'bad-data',
      `room '${id}' cannot have bans: ${fault}; remove the member from the class, or revoke the user`,
      { pointer: '/id', expected },
    );
  }

  app.post<RoomParams>('/rooms/:id/stop-media', async ({ params, body, operator }, reply) => {
    const roomId = params.id.normalize('NFC');
    const given = bodyOf<HttpStopMedia>(stopMedia, body);
    const { media, user, by = 'the server administrator' } = given;
    if ((await rooms.members(roomId)).length === 0)
      throw new Refusal('not-found', `room '${roomId}' is empty`);
    await mediaRooms.order({ roomId, media, user, except: [], by });
    const target = user === undefined ? undefined : ((await store.user(user)) ?? { id: user });
    const subject = { ...(await placeOf(roomId, media)), ...(target && { target }) };
    await audit.recordOperator('stop-media', subject, operator);
    reply.code(204);
  });

  app.get<RoomParams & ListQuery>('/rooms/:id/bans', async ({ params, query }, reply) => {
    const id = bannable(params.id);
    reply.header('cache-control', 'no-store');
    const { items, ...rest } = await store.roomExclusions(id, pageOf(query));
    const bans = items.map(({ user, createdAt }) => ({
      user: user.id,
      username: user.name,
      created: createdAt,
    }));
    return { bans, ...rest };
  });

  app.post<RoomParams>('/rooms/:id/bans', async ({ params, body, operator }, reply) => {
    const { user } = bodyOf<HttpBan>(ban, body);
    const id = bannable(params.id);
    await rooms.exclude(id, user, { byOperator: true });
    const target = (await store.user(user)) ?? { id: user };
    await audit.recordOperator('ban', { ...(await placeOf(id)), target }, operator);
    reply.code(204);
  });

  app.delete<UserParams>('/rooms/:id/bans/:user', async ({ params, operator }, reply) => {
    const id = bannable(params.id);
    await store.readmitToRoom({ roomId: id, userId: params.user, lasting: true });
    const target = (await store.user(params.user)) ?? { id: params.user };
    await audit.recordOperator('lift-ban', { ...(await placeOf(id)), target }, operator);
    reply.code(204);
  });

  app.post<RoomParams>('/rooms/:id/close', async ({ params, body, operator }, reply) => {
    const id = params.id.normalize('NFC');
    const { reason = 'the room was closed' } = bodyOf<HttpCloseRoom>(closeRoom, body ?? {});
    if ((await rooms.members(id)).length === 0) throw new Refusal('not-found', `room '${id}' is empty`);
    await rooms.end(id, reason);
    await audit.recordOperator('close-room', { target: { id }, detail: reason }, operator);
    reply.code(204);
  });
}
