import { type LoginRefusal, RequestError, type RequestErrorCode } from 'lectern-client';
import { words } from './i18n/index.js';

/** Returns why a request failed; `internal` for errors that are not answers of the server. */
export const codeOf = (error: unknown): RequestErrorCode =>
  error instanceof RequestError ? error.code : 'internal';

/** Returns the reason as a text that also says what to do. */
export function refusalText(code: RequestErrorCode): string {
  const { refused } = words.value.shell;
  return code in refused ? refused[code as keyof typeof refused] : refused.other;
}

/** Returns why the server did not let the user in. */
export function loginRefusalText({ code, httpStatus }: LoginRefusal): string {
  const { shell } = words.value;
  if (httpStatus === 403) return shell.foreignOrigin(location.origin);
  return httpStatus === undefined ? refusalText(code) : shell.noEndpoint;
}
