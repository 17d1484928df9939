import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import type { UserData } from '../session/user-data.js';
import type { ApiKey } from './api-key.js';

interface Services {
  users: Pick<UserData, 'export' | 'erase'>;
  key: ApiKey;
  log: { info(fields: object, text: string): void };
}

interface ById {
  Params: { id: string };
}

/** What is stored about a user: /users/<id>. */
export async function usersApi(app: FastifyInstance, { users, key, log }: Services): Promise<void> {
  app.addHook('onRequest', async (request) => key.check(request.raw));

  app.get<ById>('/users/:id', async ({ params }, reply) => {
    const parts = await users.export(params.id);
    reply.header('cache-control', 'no-store').type('application/json; charset=utf-8');
    return reply.send(Readable.from(parts));
  });

  app.delete<ById>('/users/:id', async ({ params }, reply) => {
    await users.erase(params.id);
    log.info({}, 'user erased');
    reply.code(204);
  });
}
