import type { FastifyInstance } from 'fastify';
import { calls, type HttpCall } from 'lectern-protocol/http-calls';
import type { Options } from 'lectern-protocol/options';
import { request as tokenRequest } from 'lectern-protocol/token-validators';
import type { TokenRequest } from 'lectern-protocol/tokens';
import type { Backplane } from '../backplane/backplane.js';
import type { Operator } from '../classroom/audit-log.js';
import type { Classroom } from '../classroom/classroom.js';
import type { Revocations } from '../identity/revocations.js';
import { signToken } from '../identity/tokens.js';
import type { MediaRooms } from '../media/media-rooms.js';
import { Refusal } from '../protocol/errors.js';
import type { RoomSettingsService } from '../room-settings/room-settings.js';
import type { WaitingRooms } from '../room-settings/waiting-rooms.js';
import type { LiveState } from '../session/live-state.js';
import type { Sessions } from '../session/sessions.js';
import type { UserData } from '../session/user-data.js';
import type { Webhooks } from '../webhooks/webhooks.js';
import type { AdminAccess } from './admin-access.js';
import type { ApiKeys } from './api-keys.js';
import { auditApi } from './audit-api.js';
import { bodyOf } from './body.js';
import { classMembersApi } from './class-members-api.js';
import { classesApi } from './classes-api.js';
import { clientsApi } from './clients-api.js';
import type { NodeMonitor } from './node-monitor.js';
import { nodesApi } from './nodes-api.js';
import { publishApi } from './publish-api.js';
import { revocationsApi } from './revocations-api.js';
import { roomModerationApi } from './room-moderation-api.js';
import { roomsApi } from './rooms-api.js';
import { usersApi } from './users-api.js';
import { webhooksApi } from './webhooks-api.js';

export interface ApiServices {
  options: Pick<
    Options,
    'apiKey' | 'apiKeys' | 'basePath' | 'trustProxy' | 'tokenSecret' | 'tokenAudience' | 'tokenIssuer'
  >;
  key: ApiKeys;
  admin: AdminAccess;
  monitor: NodeMonitor;
  rooms: RoomSettingsService;
  live: Pick<LiveState, 'rooms' | 'connections'>;
  media: Pick<MediaRooms, 'order'>;
  backplane: Backplane;
  sessions: Pick<Sessions, 'openMode' | 'drop' | 'entrant'>;
  waiting: Pick<WaitingRooms, 'admitAhead'>;
  revocations: Revocations;
  users: UserData;
  webhooks: Webhooks;
  classroom: Pick<
    Classroom,
    | 'store'
    | 'deletions'
    | 'audit'
    | 'calendar'
    | 'access'
    | 'recordings'
    | 'broadcaster'
    | 'lists'
    | 'membersChanged'
  >;
  log: { info(fields: object, text: string): void };
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Rights that a call of the HTTP API requires. */
    call?: HttpCall;
  }
  interface FastifyRequest {
    /** The name of the key, or the administrator whose token a call of the HTTP API contains. Empty for calls without either. */
    operator: Operator;
  }
}

/** Checks the key or token of each call by the table of calls. A route that is not in the table throws an error at the start. */
function requireKeys(app: FastifyInstance, { key, admin }: Pick<ApiServices, 'key' | 'admin'>): void {
  app.addHook('onRoute', (route) => {
    const path = route.url.slice(route.prefix.length).replaceAll(/:(\w+)/g, '{$1}');
    for (const method of [route.method].flat()) {
      const call = calls[`${method === 'HEAD' ? 'GET' : method} ${path}`];
      if (!call) throw new Error(`${method} ${path} is not in schemas/http-api.json`);
      route.config = { ...route.config, call };
    }
  });
  app.decorateRequest('operator');
  app.addHook('onRequest', async (request) => {
    const { raw, routeOptions } = request;
    const { call } = routeOptions.config;
    request.operator = {};
    if (!call || call.key === 'none' || (call.key === 'optional' && !key.isShown(raw))) return;
    request.operator = call.admin ? await admin.check(raw, call.scope) : { key: key.check(raw, call.scope) };
  });
}

/** The HTTP API for application servers. Routes throw a Refusal to refuse a request. */
export async function api(app: FastifyInstance, services: ApiServices): Promise<void> {
  const { options, key, admin, monitor, rooms, live, media, backplane } = services;
  const { sessions, waiting, revocations, users, webhooks, classroom, log } = services;
  const { audit } = classroom;
  requireKeys(app, services);
  await app.register(roomsApi, { rooms, live, sessions, audit, key, admin });
  await app.register(roomModerationApi, { rooms, media, classroom });
  await app.register(publishApi, { backplane });
  await app.register(clientsApi, { key, sessions, rooms, waiting, backplane, revocations, audit, log });
  await app.register(classesApi, { classroom, log });
  await app.register(classMembersApi, { classroom });
  await app.register(revocationsApi, { revocations, audit, log });
  await app.register(usersApi, { users, log });
  await app.register(auditApi, { audit });
  await app.register(nodesApi, { monitor, backplane, classroom });
  await app.register(webhooksApi, { webhooks, log });

  app.post('/tokens', async ({ raw, body }, reply) => {
    if (options.tokenSecret === '') {
      throw new Refusal(
        'conflict',
        'signing requires tokenSecret; set that option, or sign tokens with a key of the jwks',
      );
    }
    const request = bodyOf<TokenRequest>(tokenRequest, body);
    // Otherwise a key that can only sign tokens could make itself an administrator.
    if (request.grants?.admin) key.check(raw, 'admin');
    const signed = await signToken(options, request);
    log.info({ user: request.sub, expires: signed.expires }, 'token signed');
    reply.code(201).header('cache-control', 'no-store');
    return signed;
  });

  app.get('/openapi.json', async () => {
    const { openapi } = await import('lectern-protocol/openapi');
    return { ...openapi, servers: [{ url: `${options.basePath.replace(/\/$/, '')}/api` }] };
  });
}
