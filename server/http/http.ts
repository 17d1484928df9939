import { createServer } from 'node:http';
import fastifyCompress from '@fastify/compress';
import fastifyHelmet from '@fastify/helmet';
import fastifyRateLimit from '@fastify/rate-limit';
import fastify, { type FastifyInstance } from 'fastify';
import type { Options } from 'lectern-protocol/options';
import type { FailureThrottle } from '../identity/failure-throttle.js';
import type { Namespaces } from '../namespaces/namespaces.js';
import { errorData, Refusal, statusOf } from '../protocol/errors.js';
import type { Certificate } from '../tls/certificate.js';
import { type ApiServices, api } from './api.js';
import { ApiKey } from './api-key.js';
import { withoutBasePath } from './base-path.js';
import { pages } from './pages.js';
import { busMessage } from './publish-api.js';

interface HttpServices extends Omit<ApiServices, 'key'> {
  throttle: FailureThrottle;
  namespaces: Namespaces;
  options: ApiServices['options'] & Pick<Options, 'basePath' | 'headersTimeout' | 'httpRate' | 'youtube'>;
  /** Without it, no TLS is spoken. */
  certificate: Certificate | undefined;
  /** What /metrics answers. */
  metrics: { contentType: string; text(): Promise<string> };
  log: ApiServices['log'] & { error(fields: object, text: string): void };
  ready(): Promise<boolean>;
  /** The server is going down. */
  closing(): boolean;
}

/** Longer than a proxy in front keeps a connection that is not used (nginx 60 s), so that it never finds one just closed. */
const KEEP_ALIVE_MS = 72_000;

/** Bytes that the body of a request may have. */
const BODY_LIMIT = 65_536;

const GOING_DOWN = 'this server is going down; try again in a moment';
const COME_AGAIN_MS = 2000;

/** What a page may load, and from where. */
function contentPolicy({ youtube }: Pick<Options, 'youtube'>): Record<string, string[]> {
  return {
    defaultSrc: ["'self'"],
    // Of YouTube's scripts the player's alone: others of that origin would run what an attacker names in their query.
    scriptSrc: youtube
      ? ["'self'", 'https://www.youtube.com/iframe_api', 'https://www.youtube.com/s/player/']
      : ["'self'"],
    frameSrc: youtube ? ['https://www.youtube-nocookie.com', 'https://www.youtube.com'] : ["'none'"],
    styleSrc: ["'self'"],
    imgSrc: ["'self'", 'data:', 'blob:'],
    // A playlist may name video files anywhere.
    mediaSrc: ["'self'", 'blob:', 'mediastream:', 'https:'],
    // 'self' means the WebSockets of this origin too (CSP 3).
    connectSrc: ["'self'"],
    objectSrc: ["'none'"],
    // The pages name theirs.
    baseUri: ["'self'"],
    formAction: ["'self'"],
    frameAncestors: ["'self'"],
  };
}

/** Everything that is not a WebSocket: the pages, health and metrics. */
export async function createHttp(services: HttpServices): Promise<FastifyInstance> {
  const { options, certificate, metrics, log, ready, closing } = services;
  const timeout = options.headersTimeout * 1000;
  const limits = {
    headersTimeout: timeout,
    requestTimeout: timeout,
    connectionsCheckingInterval: Math.min(1000, timeout),
    keepAliveTimeout: KEEP_ALIVE_MS,
  };
  const app = fastify({
    bodyLimit: BODY_LIMIT,
    // One hop: the address that the proxy itself adds, and not what a client wrote before it.
    trustProxy: options.trustProxy && ((_, hop) => hop === 0),
    forceCloseConnections: true,
    rewriteUrl: ({ url = '/' }) => withoutBasePath(url, options.basePath),
    serverFactory: (handler) =>
      certificate?.createServer({ ...limits, handshakeTimeout: timeout }, handler) ??
      createServer(limits, handler),
  });
  await app.register(fastifyHelmet, {
    contentSecurityPolicy: { useDefaults: false, directives: contentPolicy(options) },
    // YouTube plays only for who says in the Referer where it is embedded (its error 153).
    referrerPolicy: { policy: 'strict-origin-when-cross-origin' },
    // Which requests go by TLS is for the one who terminates it to say.
    strictTransportSecurity: false,
  });
  app.addHook('onSend', async (_, reply) => {
    reply.header('permissions-policy', 'microphone=(self), camera=(self), display-capture=(self)');
  });
  await app.register(fastifyCompress, { threshold: 1024, encodings: ['br', 'gzip'] });
  await app.register(pages, { basePath: options.basePath });

  app.addHook('preHandler', async ({ method }) => {
    // What is done from now on might not reach the server that takes the place of this one.
    if (!closing() || method === 'GET' || method === 'HEAD') return;
    throw new Refusal('unavailable', GOING_DOWN, { retry_after_ms: COME_AGAIN_MS });
  });

  app.get('/healthz', () => ({ status: 'ok' }));
  // As the older servers of layout rooms answer it.
  app.get('/healthcheck', (_, reply) => reply.type('text/plain; charset=utf-8').send('OK'));
  app.get('/readyz', async (_, reply) => {
    if (await ready()) return { status: 'ready' };
    return reply.code(503).send({ status: 'not ready' });
  });
  app.get('/metrics', async (_, reply) => {
    reply.type(metrics.contentType);
    return metrics.text();
  });
  app.setErrorHandler((error: Error & { statusCode?: number }, _, reply) => {
    if (error instanceof Refusal) {
      const { retry_after_ms: wait } = error.details;
      if (wait !== undefined) reply.header('retry-after', Math.ceil(wait / 1000));
      if (error.code === 'login-required') reply.header('www-authenticate', 'Bearer');
      return reply.code(statusOf(error)).send(errorData(error, undefined));
    }
    const status = error.statusCode ?? 500;
    if (status >= 500) log.error({ err: error }, 'a request failed');
    return reply
      .code(status)
      .send({ message: status >= 500 ? 'the server failed; its log says why' : error.message });
  });
  app.setNotFoundHandler((request, reply) => {
    reply.code(404).send({ message: `there is nothing at ${request.url.split('?', 1)[0]}` });
  });
  await app.register(async (limited) => {
    await limited.register(fastifyRateLimit, { max: options.httpRate, timeWindow: '1 minute' });
    for (const path of ['/ws', '/room/:roomId/ws']) {
      limited.get(path, (_, reply) =>
        reply.code(426).header('upgrade', 'websocket').send({ message: 'this address speaks WebSocket' }),
      );
    }
    const key = new ApiKey(options, services.throttle);
    await limited.register(api, { ...services, key, prefix: '/api' });
    await limited.register(busMessage, { ...services, key });
  });
  return app;
}
