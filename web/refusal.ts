import { type LoginRefusal, RequestError, type RequestErrorCode } from 'lectern-client';
import { words } from './i18n/index.js';

/** Why a request failed: its error code, or `quota` if the user has to wait longer than a moment. */
export type FailureCode = RequestErrorCode | 'quota';

/** Delays in ms up to this one are a moment. Rate limits end within seconds, daily limits within hours. */
const MOMENT = 60_000;

/** Returns why a request failed; `internal` for errors that are not answers of the server. */
export function codeOf(error: unknown): FailureCode {
  if (!(error instanceof RequestError)) return 'internal';
  return (error.data?.retry_after_ms ?? 0) > MOMENT ? 'quota' : error.code;
}

/** Returns the reason as a text that also says what to do. */
export function refusalText(code: FailureCode): string {
  const { refused } = words.value.shell;
  return code in refused ? refused[code as keyof typeof refused] : refused.other;
}

/** Returns why the server did not let the user in. */
export function loginRefusalText({ code, httpStatus }: LoginRefusal): string {
  const { shell } = words.value;
  if (httpStatus === 403) return shell.foreignOrigin(location.origin);
  return httpStatus === undefined ? refusalText(code) : shell.noEndpoint;
}
