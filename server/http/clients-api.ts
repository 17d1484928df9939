import type { FastifyInstance } from 'fastify';
import type { HttpDropClient, HttpMoveClient } from 'lectern-protocol/http';
import { dropClient, moveClient } from 'lectern-protocol/http-validators';
import { type Backplane, mailboxLog } from '../backplane/backplane.js';
import { roomIdFault } from '../chat/room-id.js';
import type { AuditLog } from '../classroom/audit-log.js';
import type { Revocations } from '../identity/revocations.js';
import { encode } from '../protocol/codec.js';
import { Refusal } from '../protocol/errors.js';
import type { RoomSettingsService } from '../room-settings/room-settings.js';
import type { WaitingRooms } from '../room-settings/waiting-rooms.js';
import type { Sessions } from '../session/sessions.js';
import type { ApiKeys } from './api-keys.js';
import { bodyOf } from './body.js';

interface Services {
  key: ApiKeys;
  sessions: Pick<Sessions, 'drop' | 'entrant'>;
  rooms: Pick<RoomSettingsService, 'settings' | 'isExcluded'>;
  waiting: Pick<WaitingRooms, 'admitAhead'>;
  backplane: Backplane;
  revocations: Revocations;
  audit: Pick<AuditLog, 'recordOperator'>;
  log: { info(fields: object, text: string): void };
}

interface ClientParams {
  Params: { id: string };
}

/** Clients on any node: /clients/<id> and /clients/<id>/move. */
export async function clientsApi(
  app: FastifyInstance,
  { key, sessions, rooms, waiting, backplane, revocations, audit, log }: Services,
): Promise<void> {
  app.delete<ClientParams>('/clients/:id', async (request, reply) => {
    const { raw, params, body, operator } = request;
    const given = bodyOf<HttpDropClient>(dropClient, body ?? {});
    const { reason = 'removed by the server administrator', revoke = 'user' } = given;
    // Otherwise a key for rooms could keep users out of the whole server.
    if (revoke !== 'nothing' && !operator.actor) key.check(raw, 'users');
    const { userId, tokenId, expires } = await sessions.drop(params.id, reason);
    const target = { id: userId ?? params.id };
    await audit.recordOperator('remove-client', { target, detail: reason }, operator);
    if (revoke === 'token' && tokenId !== undefined) {
      await revocations.revoke({ kind: 'token', subject: tokenId, reason, ...(expires && { expires }) });
    } else if (revoke !== 'nothing' && userId !== undefined) {
      await revocations.revoke({ kind: 'user', subject: userId, reason });
    }
    log.info({ client: params.id }, 'client removed');
    reply.code(204);
  });

  app.post<ClientParams>('/clients/:id/move', async ({ params: { id }, body, operator }, reply) => {
    const { reason, ...given } = bodyOf<HttpMoveClient>(moveClient, body);
    const room_id = given.room_id.normalize('NFC');
    const fault = roomIdFault(room_id);
    if (fault !== undefined) {
      const expected = 'the ID of a room that people join by a link';
      throw new Refusal('bad-data', `clients cannot be moved to room '${room_id}': ${fault}`, {
        pointer: '/room_id',
        expected,
      });
    }
    const { userId, isGranted } = await sessions.entrant(id, room_id);
    const settings = await rooms.settings(room_id);
    if (settings?.ownerId !== userId) {
      if (!isGranted) {
        throw new Refusal(
          'forbidden',
          `the client's token does not grant access to room '${room_id}'; give the client another token first`,
        );
      }
      if (await rooms.isExcluded(room_id, userId)) {
        throw new Refusal(
          'conflict',
          `the client's user is banned from room '${room_id}'; lift the ban first`,
        );
      }
      if (settings?.entry !== undefined) await waiting.admitAhead(room_id, userId);
    }
    const order = encode('server', id, 'change-room', { room_id, ...(reason !== undefined && { reason }) });
    await backplane.append(mailboxLog(id), order);
    const detail = reason === undefined ? `to room ${room_id}` : `to room ${room_id}: ${reason}`;
    await audit.recordOperator('move-client', { target: { id: userId }, detail }, operator);
    reply.code(204);
  });
}
