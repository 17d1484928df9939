import { signToken } from '../server/identity/tokens.js';
import { resolveOptions } from '../server/options.js';
import { secretFrom } from '../server/secret-files.js';
import { ExplainedError } from './explained-error.js';

/** Returns the token of a client by its number. @throws ExplainedError if there is none */
export type TokenSource = (client: number) => Promise<string>;

/** Options of the server with which a command signs tokens, as typed by the user. */
export interface SigningFlags {
  config?: string;
  tokenSecret?: string;
  tokenAudience?: string;
  tokenIssuer?: string;
}

/** Lifetime of a signed token in seconds: longer than any load. */
const LIFETIME = 86_400;

/** A token for all clients, for commands that accept one. It is no option of the server. */
const VARIABLE = 'LECTERN_TOKEN';

/**
 * Returns a token from the environment, or undefined.
 * @throws OptionsError if the file that LECTERN_TOKEN_FILE names cannot be used
 */
export const tokenFromEnvironment = (): string | undefined => secretFrom(process.env, VARIABLE);

/**
 * Signs a token for each client with the server's tokenSecret. Without a tokenSecret, every token is an error.
 * @param command name of the command, with which the IDs of its users start
 * @param otherwise advice for users who do not have the tokenSecret
 * @throws OptionsError
 */
export function signedTokens(
  { config, tokenSecret, tokenAudience, tokenIssuer }: SigningFlags,
  command: string,
  otherwise: string,
): TokenSource {
  const env = { ...process.env, [VARIABLE]: undefined, [`${VARIABLE}_FILE`]: undefined };
  const options = resolveOptions({ flags: { tokenSecret, tokenAudience, tokenIssuer }, env, file: config });
  if (options.tokenSecret === '') {
    return async () => {
      throw new ExplainedError(
        'the server requires users to log in',
        `set LECTERN_TOKEN_SECRET (or LECTERN_TOKEN_SECRET_FILE) to its tokenSecret, or ${otherwise}`,
      );
    };
  }
  return async (client) => {
    const user = `${command}-${client}`;
    const request = { sub: user, name: user, grants: { rooms: [`${command}-*`] }, ttl: LIFETIME };
    return (await signToken(options, request)).token;
  };
}
