import { createServer } from 'node:http';
import fastifyCompress from '@fastify/compress';
import fastifyHelmet from '@fastify/helmet';
import fastifyRateLimit from '@fastify/rate-limit';
import fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import type { Options } from 'lectern-protocol/options';
import type { DownloadLinks } from '../identity/download-links.js';
import type { IdentityProvider } from '../identity/identity-provider.js';
import type { Namespaces } from '../namespaces/namespaces.js';
import { errorData, httpStatusOf, Refusal } from '../protocol/errors.js';
import type { Families } from '../protocol/families.js';
import type { Certificate } from '../tls/certificate.js';
import type { Account } from '../util/account.js';
import type { LimitedLog } from '../util/limited-log.js';
import { networkOf } from '../util/network-of.js';
import { AdminAccess } from './admin-access.js';
import { type ApiServices, api } from './api.js';
import { ApiKeys } from './api-keys.js';
import { asyncapi } from './asyncapi.js';
import { withoutBasePath } from './base-path.js';
import { calendars } from './calendars.js';
import { addressOf } from './client-address.js';
import type { Monitoring } from './monitoring.js';
import { pages } from './pages.js';
import { busMessage } from './publish-api.js';
import { recordings } from './recordings.js';
import { type PollingHandler, socketIoPolling } from './socket-io-polling.js';
import { SocketLimit } from './socket-limit.js';
import { traceRequests } from './trace-requests.js';
import { acceptedEndpoint } from './upgrade.js';

interface HttpServices extends Omit<ApiServices, 'key' | 'admin'> {
  namespaces: Namespaces;
  identities: Pick<IdentityProvider, 'tokens'>;
  links: DownloadLinks;
  families: Families;
  options: ApiServices['options'] &
    Pick<
      Options,
      | 'basePath'
      | 'headersTimeout'
      | 'socketIoPath'
      | 'httpRate'
      | 'origins'
      | 'youtube'
      | 'connections'
      | 'addressConnections'
    >;
  /** The TLS certificate; undefined for plain HTTP. */
  certificate: Certificate | undefined;
  monitoring: Pick<Monitoring, 'addTo'>;
  /** Present if the server accepts Socket.IO. */
  socketIo: PollingHandler | undefined;
  events: { requestRefused(code: string, who: Partial<Account>, isWrongKey?: boolean): void };
  /** The log of failed requests. */
  refusals: LimitedLog;
  /** Returns whether the server is shutting down. */
  closing(): boolean;
}

/** Longer than a proxy keeps idle connections (nginx: 60 s), so that it never uses one that was just closed. */
const KEEP_ALIVE_MS = 72_000;

/** Maximum size of a request body in bytes. */
const BODY_LIMIT = 65_536;

/** Maximum rate of wrong keys and tokens per minute and network. */
const WRONG_KEYS_PER_MINUTE = 60;

const SHUTTING_DOWN = 'the server is shutting down; try again in a few seconds';
const RETRY_AFTER_MS = 2000;

/** Returns the Content-Security-Policy of the pages. */
function contentPolicy({ youtube }: Pick<Options, 'youtube'>): Record<string, string[]> {
  return {
    defaultSrc: ["'self'"],
    // Only the scripts of YouTube's player. Other scripts of that origin run code that an attacker puts into the query.
    scriptSrc: youtube
      ? ["'self'", 'https://www.youtube.com/iframe_api', 'https://www.youtube.com/s/player/']
      : ["'self'"],
    frameSrc: youtube ? ['https://www.youtube-nocookie.com', 'https://www.youtube.com'] : ["'none'"],
    styleSrc: ["'self'"],
    imgSrc: ["'self'", 'data:', 'blob:'],
    // A playlist can contain video files of any origin. On pages served over https, browsers do not load http: anyway.
    mediaSrc: ["'self'", 'blob:', 'mediastream:', 'https:', 'http:'],
    // 'self' includes WebSockets of this origin (CSP 3).
    connectSrc: ["'self'"],
    objectSrc: ["'none'"],
    // The pages have a base element.
    baseUri: ["'self'"],
    formAction: ["'self'"],
    frameAncestors: ["'self'"],
  };
}

/** Creates the HTTP server without WebSockets: pages, health checks, metrics and the HTTP API. */
export async function createHttp(services: HttpServices): Promise<FastifyInstance> {
  const { options, certificate, monitoring, refusals, closing } = services;
  const timeout = options.headersTimeout * 1000;
  const limits = {
    headersTimeout: timeout,
    requestTimeout: timeout,
    connectionsCheckingInterval: Math.min(1000, timeout),
    keepAliveTimeout: KEEP_ALIVE_MS,
  };
  let wrongKeys: ReturnType<FastifyInstance['createRateLimit']>;
  const app = fastify({
    bodyLimit: BODY_LIMIT,
    // Trust one hop: the address that the proxy itself appends, not the entries before it, which the client can forge.
    trustProxy: options.trustProxy && ((_, hop) => hop === 0),
    forceCloseConnections: true,
    // IDs of rooms in namespaces have up to 256 characters, of up to two code units, and the address.
    routerOptions: { maxParamLength: 640 },
    rewriteUrl: ({ url = '/' }) => withoutBasePath(url, options.basePath),
    serverFactory: (handler) =>
      certificate?.createServer({ ...limits, handshakeTimeout: timeout }, handler) ??
      createServer(limits, handler),
  });
  new SocketLimit(options).guard(app);
  await app.register(fastifyHelmet, {
    contentSecurityPolicy: { useDefaults: false, directives: contentPolicy(options) },
    // YouTube requires a Referer from the embedding page (otherwise error 153).
    referrerPolicy: { policy: 'strict-origin-when-cross-origin' },
    // HSTS belongs to the configuration of the TLS endpoint, which is often a proxy.
    strictTransportSecurity: false,
  });
  app.addHook('onSend', async (_, reply) => {
    reply.header('permissions-policy', 'microphone=(self), camera=(self), display-capture=(self)');
  });
  await app.register(fastifyCompress, { threshold: 1024, encodings: ['br', 'gzip'] });
  await app.register(pages, { basePath: options.basePath });
  if (services.socketIo) await app.register(socketIoPolling, { ...services, socketIo: services.socketIo });

  app.addHook('preHandler', async ({ method }) => {
    // Changes from now on might not be included in the handover to the next server.
    if (!closing() || method === 'GET' || method === 'HEAD') return;
    throw new Refusal('unavailable', SHUTTING_DOWN, { retry_after_ms: RETRY_AFTER_MS });
  });

  monitoring.addTo(app);
  const networkOfRequest = (request: FastifyRequest) => networkOf(addressOf(request.raw, options.trustProxy));
  /** Counts a request with a wrong key. Returns the refusal of the request if there were too many. */
  const limitWrongKeys = async (request: FastifyRequest): Promise<Refusal | undefined> => {
    if (request.headers.authorization === undefined) return undefined;
    const limit = await wrongKeys(request);
    if (limit.isAllowed || !limit.isExceeded) return undefined;
    const message = 'too many wrong keys; check the key, and try again later';
    return new Refusal('rate-limited', message, { retry_after_ms: limit.ttl });
  };
  app.setErrorHandler(async (error: Error & { statusCode?: number }, request, reply) => {
    const network = networkOfRequest(request);
    if (error instanceof Refusal) {
      const limited = error.code === 'login-required' ? await limitWrongKeys(request) : undefined;
      const refusal = limited ?? error;
      const { retry_after_ms: wait } = refusal.details;
      if (wait !== undefined) reply.header('retry-after', Math.ceil(wait / 1000));
      if (refusal.code === 'login-required') reply.header('www-authenticate', 'Bearer');
      const isWrongKey = error.code === 'login-required';
      services.events.requestRefused(refusal.code, { network }, isWrongKey);
      return reply.code(httpStatusOf(refusal)).send(errorData(refusal, undefined));
    }
    const status = error.statusCode ?? 500;
    if (status === 429) services.events.requestRefused('rate-limited', { network });
    if (status >= 500) refusals.write('error', 'HTTP request failed', { status }, { err: error });
    return reply
      .code(status)
      .send({ message: status >= 500 ? 'internal error; see the server log' : error.message });
  });
  app.setNotFoundHandler((request, reply) => {
    reply.code(404).send({ message: `there is nothing at ${request.url.split('?', 1)[0]}` });
  });
  await app.register(async (limited) => {
    const key = new ApiKeys(options);
    traceRequests(limited);
    await limited.register(fastifyRateLimit, {
      max: options.httpRate,
      timeWindow: '1 minute',
      // Requests with the right key have a limit of their own, which others at the same address cannot use up.
      keyGenerator({ raw }) {
        const network = networkOf(addressOf(raw, options.trustProxy));
        return key.fits(raw) ? `key ${network}` : network;
      },
    });
    wrongKeys = limited.createRateLimit({
      max: WRONG_KEYS_PER_MINUTE,
      timeWindow: '1 minute',
      keyGenerator: (request) => `wrong ${networkOfRequest(request)}`,
    });
    for (const url of ['/ws', '/room/:roomId/ws', '/chat/:roomId/ws']) {
      limited.route({
        method: ['GET', 'POST'],
        url,
        // Browsers do not tell scripts why an upgrade was refused, so clients ask here, also on pages of other origins.
        handler: ({ raw }, reply) => {
          reply.header('access-control-allow-origin', '*');
          const endpoint = acceptedEndpoint(raw, options);
          if (endpoint instanceof Refusal) throw endpoint;
          return reply
            .code(426)
            .header('upgrade', 'websocket')
            .send({ message: 'this endpoint requires a WebSocket connection' });
        },
      });
    }
    await limited.register(asyncapi, services);
    await limited.register(calendars, { ...services, calendar: services.classroom.calendar });
    await limited.register(recordings, services);
    const admin = new AdminAccess(key, services.identities, services.revocations);
    await limited.register(api, { ...services, key, admin, prefix: '/api' });
    await limited.register(busMessage, { ...services, key });
  });
  return app;
}
