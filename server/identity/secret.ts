import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Options } from 'lectern-protocol/options';
import { OptionsError } from '../options.js';
import type { Store } from '../store/store.js';

/**
 * Returns the secret with which this server signs. It is the option `secret`, or one that the server generates and
 * stores in the database that the nodes share or, without one, in the data folder, readable only by its owner.
 * @throws OptionsError if the secret cannot be read or stored
 */
export async function serverSecret(
  { secret, data, database }: Pick<Options, 'secret' | 'data' | 'database'>,
  store: Pick<Store, 'ensureSecret'>,
): Promise<string> {
  if (secret !== '') return secret;
  const made = randomBytes(32).toString('base64url');
  if (database !== '') return (await store.ensureSecret({ secret: made })).value;
  const file = join(data, 'secret');
  try {
    mkdirSync(data, { recursive: true, mode: 0o700 });
    try {
      writeFileSync(file, made, { flag: 'wx', mode: 0o600 });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new OptionsError(`data: the folder '${data}' cannot be used: ${(error as Error).message}`);
  }
}
