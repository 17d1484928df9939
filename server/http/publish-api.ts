import type { FastifyInstance } from 'fastify';
import type { HttpPublish } from 'lectern-protocol/http';
import { publish } from 'lectern-protocol/http-validators';
import type { Options } from 'lectern-protocol/options';
import { type Backplane, roomLog } from '../backplane/backplane.js';
import { type Namespaces, namespaceRoomId } from '../namespaces/namespaces.js';
import { roomAddress, roomSender } from '../protocol/address.js';
import { encode } from '../protocol/codec.js';
import { Refusal } from '../protocol/errors.js';
import type { Sessions } from '../session/sessions.js';
import type { ApiKeys } from './api-keys.js';
import { bodyOf } from './body.js';
import { originAllowed } from './origin.js';

interface Services {
  backplane: Backplane;
}

/** Returns the key of a request from its Idempotency-Key header (draft-ietf-httpapi-idempotency-key-header), if any. */
function requestOf(header: string | string[] | undefined): string | undefined {
  if (header === undefined) return undefined;
  if (typeof header === 'string' && /^[\x21-\x7e]{1,128}$/.test(header)) return `http ${header}`;
  const expected = '1 to 128 visible ASCII characters';
  throw new Refusal('bad-data', `Idempotency-Key must be ${expected}`, { expected });
}

/** Messages from application servers to rooms: POST /rooms/<id>/messages. */
export async function publishApi(app: FastifyInstance, { backplane }: Services): Promise<void> {
  app.post<{ Params: { id: string } }>('/rooms/:id/messages', async ({ params, headers, body }, reply) => {
    const { durable = true, ...event } = bodyOf<HttpPublish>(publish, body);
    const request = requestOf(headers['idempotency-key']);
    const room_id = params.id.normalize('NFC');
    const envelope = encode(roomSender(room_id), roomAddress(room_id), 'event', event);
    if (durable) {
      const { seq } = await backplane.append(roomLog(room_id), envelope, undefined, request);
      reply.code(201);
      return { room_id, seq };
    }
    if (request !== undefined) {
      throw new Refusal('bad-data', 'an Idempotency-Key requires a durable message', {
        pointer: '/durable',
        expected: 'true',
      });
    }
    await backplane.publish(roomLog(room_id), envelope);
    reply.code(202);
    return { room_id };
  });
}

interface BusServices extends Services {
  key: ApiKeys;
  namespaces: Namespaces;
  sessions: Pick<Sessions, 'openMode'>;
  options: Pick<Options, 'origins' | 'trustProxy'>;
}

/**
 * Messages from services to the screens of a room of /bus, as in older systems: POST /bus-message/<roomId>. They require
 * the key, except on a server in open mode that has none.
 */
export async function busMessage(
  app: FastifyInstance,
  { backplane, key, namespaces, sessions, options }: BusServices,
): Promise<void> {
  app.addHook('onRequest', async ({ raw }, reply) => {
    if (key.isSet || !sessions.openMode) key.check(raw, 'rooms:write');
    else if (!originAllowed(raw, options)) {
      throw new Refusal(
        'forbidden',
        `pages of ${raw.headers.origin} are not allowed to post; see the option --origins`,
      );
    }
    // Pages of other origins can send other types, and requests without a body, without a CORS preflight.
    if (!/^application\/json *(;|$)/i.test(raw.headers['content-type'] ?? '')) {
      return reply.code(415).send({ message: 'the body must be JSON with Content-Type: application/json' });
    }
  });

  app.post<{ Params: { roomId: string } }>('/bus-message/:roomId', async ({ params, body }) => {
    const { roomId: room } = params;
    const id = namespaceRoomId('/bus', room);
    // Without members, nothing is logged: the message is not replayed to clients that join later.
    if (!(await backplane.isEmpty(id))) {
      await namespaces.append(id, '/bus EVENT', { sender: 'POST', room, message: body });
    }
    return { ok: true };
  });
}
