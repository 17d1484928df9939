import { RequestError, type RequestErrorCode } from 'lectern-client';
import { words } from './i18n/index.js';

/** Why a request failed; `internal` for what is no answer of the server's. */
export const codeOf = (error: unknown): RequestErrorCode =>
  error instanceof RequestError ? error.code : 'internal';

/** The same in words that say what to do. */
export function refusalText(code: RequestErrorCode): string {
  const { refused } = words.value.shell;
  return code in refused ? refused[code as keyof typeof refused] : refused.other;
}
