import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Options } from '../../schemas/generated/options.js';
import { OptionsError } from '../options.js';

/**
 * What this server signs with: the option `secret`, or one that it makes and keeps in the data folder, readable by
 * its owner alone.
 * @throws OptionsError where it can be neither had nor kept
 */
export function serverSecret({
  secret,
  data,
  database,
}: Pick<Options, 'secret' | 'data' | 'database'>): string {
  if (secret !== '') return secret;
  if (database !== '') {
    throw new OptionsError('database needs secret: nodes that share a database sign with one secret');
  }
  const file = join(data, 'secret');
  try {
    mkdirSync(data, { recursive: true, mode: 0o700 });
    try {
      writeFileSync(file, randomBytes(32).toString('base64url'), { flag: 'wx', mode: 0o600 });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new OptionsError(`data: the folder '${data}' cannot be used: ${(error as Error).message}`);
  }
}
