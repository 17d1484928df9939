import type { FastifyInstance } from 'fastify';
import type { Options } from '../../schemas/generated/options.js';
import { Refusal } from '../protocol/errors.js';
import { readTokenRequest } from '../session/claims.js';
import type { Entrance } from '../session/entrance.js';
import { signToken } from '../session/tokens.js';
import { ApiKey } from './api-key.js';

export interface ApiServices {
  options: Pick<Options, 'apiKey' | 'trustProxy' | 'tokenSecret' | 'tokenAudience' | 'tokenIssuer'>;
  entrance: Pick<Entrance, 'throttled'>;
  log: { info(fields: object, text: string): void };
}

/** The calls of other back ends. What is refused is thrown as a Refusal. */
export async function api(app: FastifyInstance, { options, entrance, log }: ApiServices): Promise<void> {
  const key = new ApiKey(options, entrance);

  await app.register(async (guarded) => {
    guarded.addHook('onRequest', (request) => key.check(request.raw));

    guarded.post('/tokens', async ({ body }, reply) => {
      if (options.tokenSecret === '') {
        throw new Refusal(
          'conflict',
          'this server has no tokenSecret to sign tokens with: set it, or sign them with a key of its jwks',
        );
      }
      const request = readTokenRequest(body);
      const signed = await signToken(options, request);
      log.info({ user: request.sub, expires: signed.expires }, 'token made');
      reply.code(201).header('cache-control', 'no-store');
      return signed;
    });
  });
}
