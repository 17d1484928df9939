import { OptionsError } from '../server/options-error.js';
import { secretFrom } from '../server/secret-files.js';
import type { ApiFlags } from './api-command.js';
import { ExplainedError } from './explained-error.js';
import { type Advice, type Api, CallRefused } from './http.js';
import { printProblem } from './print.js';
import { parseServerUrl, serverUrl } from './url.js';

/** Calls the API. Returns the exit status: 1 if the server refuses, 2 if it cannot be reached. */
export async function answered(
  flags: ApiFlags,
  advice: Advice,
  ask: (api: Api) => Promise<void>,
): Promise<number> {
  try {
    const { url, apiKey, fingerprint, timeout } = flags;
    const server = serverUrl(parseServerUrl(url));
    const key = apiKey ?? keyFromEnvironment();
    await ask({ server, key, fingerprint, timeout: timeout * 1000, advice });
    return 0;
  } catch (error) {
    if (!(error instanceof ExplainedError)) throw error;
    printProblem(error);
    return error instanceof CallRefused ? 1 : 2;
  }
}

/** @throws ExplainedError if the file that LECTERN_API_KEY_FILE names cannot be used */
function keyFromEnvironment(): string | undefined {
  try {
    return secretFrom(process.env, 'LECTERN_API_KEY');
  } catch (error) {
    if (!(error instanceof OptionsError)) throw error;
    throw new ExplainedError(error.message, 'correct the variable, or pass the key with --api-key');
  }
}
