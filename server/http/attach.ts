import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { FastifyInstance } from 'fastify';

/** A server of the program that embeds Lectern, and how it passes requests on. */
export interface Host {
  readonly server: Server;
  /** Passes requests to Lectern's own server, which does not listen. Returns a function that undoes this. */
  open(own: Server): () => void;
}

const NOT_FOUND = 'HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n';

/** Passes on the requests below a path. The present listeners of the program's server get all others. */
export const plainHost = (server: Server, basePath: string): Host => ({
  server,
  open(own) {
    const others = server.listeners('request');
    const onRequest = (request: IncomingMessage, response: ServerResponse) => {
      if (isBelow(basePath, request)) own.emit('request', request, response);
      else for (const other of others) other.call(server, request, response);
    };
    server.removeAllListeners('request').on('request', onRequest);
    const close = passUpgrades(server, own, basePath);
    return () => {
      close();
      server.off('request', onRequest);
      for (const other of others) server.on('request', other as (...args: unknown[]) => void);
    };
  },
});

/** Passes on the requests of a route of Fastify, so that the hooks of the program's instance apply to them. */
export const fastifyHost = (app: FastifyInstance, basePath: string): Host => ({
  server: app.server,
  open(own) {
    app.register(async (child) => {
      // Lectern reads the bodies itself.
      child.removeAllContentTypeParsers();
      child.addContentTypeParser('*', (_request, _payload, done) => done(null));
      for (const url of [basePath, `${basePath}/*`]) {
        child.all(url, ({ raw }, reply) => {
          reply.hijack();
          own.emit('request', raw, reply.raw);
        });
      }
    });
    return passUpgrades(app.server, own, basePath);
  },
});

function passUpgrades(server: Server, own: Server, basePath: string): () => void {
  const onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (isBelow(basePath, request)) own.emit('upgrade', request, socket, head);
    // Node closes the connection if there is no listener. The program can have one of its own.
    else if (server.listenerCount('upgrade') === 1) socket.on('error', () => socket.destroy()).end(NOT_FOUND);
  };
  server.on('upgrade', onUpgrade);
  return () => server.off('upgrade', onUpgrade);
}

const isBelow = (basePath: string, { url = '' }: IncomingMessage): boolean =>
  url.split('?', 1)[0] === basePath || url.startsWith(`${basePath}/`);
