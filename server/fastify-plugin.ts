import type { FastifyPluginAsync } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import { createServer, type LecternServer } from './lectern-server.js';
import type { ServerSettings } from './server-settings.js';

declare module 'fastify' {
  interface FastifyInstance {
    lectern: LecternServer;
  }
}

/**
 * Serves Lectern below the option `basePath` of a Fastify instance. `app.lectern` is the server, which closes when the
 * instance closes: `app.register(lectern, { basePath: '/lectern', hooks })`.
 */
export const lectern: FastifyPluginAsync<ServerSettings> = fastifyPlugin(
  async (app, settings: ServerSettings) => {
    const server = createServer(settings);
    await server.attach(app);
    app.decorate('lectern', server);
    app.addHook('preClose', () => server.close());
  },
  { name: 'lectern', fastify: '5.x' },
);

export default lectern;
