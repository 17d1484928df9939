import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import type { UserData } from '../session/user-data.js';

interface Services {
  users: Pick<UserData, 'export' | 'erase'>;
  log: { info(fields: object, text: string): void };
}

interface ById {
  Params: { id: string };
}

/** What is stored about a user: /users/<id>. */
export async function usersApi(app: FastifyInstance, { users, log }: Services): Promise<void> {
  app.get<ById>('/users/:id', async ({ params }, reply) => {
    const parts = await users.export(params.id);
    reply.header('cache-control', 'no-store').type('application/json; charset=utf-8');
    return reply.send(Readable.from(parts));
  });

  app.delete<ById>('/users/:id', async ({ params, operator }, reply) => {
    await users.erase(params.id, operator);
    log.info({}, 'user erased');
    reply.code(204);
  });
}
