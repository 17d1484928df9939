import { readFileSync } from 'node:fs';
import { OptionsError } from './options-error.js';

// Containers and systemd hand secrets to a program as files (Docker's secrets, Kubernetes' volumes, LoadCredential), so
// that they are in neither the environment nor the command line.

/** The variable that names the file with the secret that `variable` would contain. */
export const fileVariableOf = (variable: string): string => `${variable}_FILE`;

/**
 * Returns the secret of a variable: its value, or the content of the file that `<variable>_FILE` names, without the
 * white space around it. Returns undefined if neither is set.
 * @throws OptionsError if both are set, or if the file cannot be read or is empty
 */
export function secretFrom(
  env: Readonly<Record<string, string | undefined>>,
  variable: string,
): string | undefined {
  const fileVariable = fileVariableOf(variable);
  const path = env[fileVariable];
  if (path === undefined) return env[variable];
  if (env[variable] !== undefined)
    throw new OptionsError(`${variable} and ${fileVariable} are both set: remove one of them`);
  const secret = read(path, fileVariable).trim();
  if (secret === '') throw new OptionsError(`${fileVariable}: the file ${path} is empty`);
  return secret;
}

const reasons: Record<string, string> = {
  ENOENT: 'file not found',
  EACCES: 'this user lacks the permission',
  EISDIR: 'it is a folder',
};

function read(path: string, variable: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    throw new OptionsError(`${variable}: could not read the file '${path}': ${reasons[code] ?? message}`);
  }
}
