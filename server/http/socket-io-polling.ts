import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Options } from 'lectern-protocol/options';
import type { HandshakeRefusal } from './handshakes.js';
import { originAllowed } from './origin.js';

/** Handles the requests of Socket.IO clients that poll. */
export interface PollingHandler {
  /** Returns why a request was refused and has to be answered; undefined if it is handled. */
  request(request: IncomingMessage, response: ServerResponse): Promise<HandshakeRefusal | undefined>;
}

interface Services {
  options: Pick<Options, 'origins' | 'trustProxy' | 'socketIoPath'>;
  socketIo: PollingHandler;
}

/** Time in seconds for which browsers remember that a page is allowed to send requests. */
const PREFLIGHT_SECONDS = 600;

/** HTTP long-polling of Socket.IO, also by pages of the allowed origins. */
export async function socketIoPolling(app: FastifyInstance, { options, socketIo }: Services): Promise<void> {
  app.removeAllContentTypeParsers();
  // Engine.IO reads the bodies itself.
  app.addContentTypeParser('*', (_request, _payload, done) => done(null));
  const poll = async ({ raw }: FastifyRequest, reply: FastifyReply) => {
    const headers = crossOriginHeaders(raw, options);
    for (const [name, value] of Object.entries(headers)) reply.raw.setHeader(name, value);
    const refusal = await socketIo.request(raw, reply.raw);
    if (!refusal) return reply.hijack();
    const { status, why, retryAfterSeconds } = refusal;
    reply.headers(headers);
    if (retryAfterSeconds !== undefined) reply.header('retry-after', retryAfterSeconds);
    return reply.code(status).send({ message: why });
  };
  for (const url of [options.socketIoPath, `${options.socketIoPath}/`]) {
    app.route({ method: ['GET', 'POST'], url, handler: poll });
    app.options(url, ({ raw }, reply) => {
      reply.headers({
        ...crossOriginHeaders(raw, options),
        'access-control-allow-methods': 'GET, POST',
        'access-control-allow-headers': 'authorization, content-type',
        'access-control-max-age': PREFLIGHT_SECONDS,
      });
      return reply.code(204).send();
    });
  }
}

/** Returns the headers by which a browser gives the response to a page of another origin that is allowed to connect. */
function crossOriginHeaders(request: IncomingMessage, options: Services['options']): Record<string, string> {
  const { origin } = request.headers;
  if (origin === undefined || !originAllowed(request, options)) return { vary: 'Origin' };
  // Versions 1 and 2 of the client library send cookies along. The server does not read them here.
  return {
    vary: 'Origin',
    'access-control-allow-origin': origin,
    'access-control-allow-credentials': 'true',
  };
}
