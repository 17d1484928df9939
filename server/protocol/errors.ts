import { type Denied, type ErrorCode, type ErrorData, errors, type Refused } from 'lectern-protocol';

type Details = Pick<ErrorData, 'pointer' | 'expected' | 'retry_after_ms' | 'removed_from' | 'entry'>;

/** The refusal of a message. It can be thrown anywhere between codec and store, and is answered with an error. */
export class Refusal extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly details: Details = {},
    /** A more exact reason than the code, for metrics: a literal of the code. */
    readonly reason?: string,
  ) {
    super(message);
    this.name = 'Refusal';
  }
}

/** Returns the data of an error message. Unexpected errors are reported as `internal`, without details. */
export function errorData(error: unknown, of: string | undefined): ErrorData {
  const data: ErrorData =
    error instanceof Refusal
      ? { code: error.code, message: error.message, ...error.details }
      : { code: 'internal', message: 'internal error; see the server log' };
  if (of !== undefined) data.of = of;
  return data;
}

/** Returns the HTTP status for a refusal's code. */
export const httpStatusOf = ({ code }: Refusal): Refused['status'] => errors[code].status;

/** Returns a refusal's data for families that answer refusals with a message of the request's own type. */
export function statusRefusal(error: unknown): Refused {
  const { code, of, ...rest } = errorData(error, undefined);
  return { ...rest, status: errors[code].status };
}

/** Returns a refusal's data for session messages, which are answered with an outcome. */
export function outcomeRefusal(error: unknown): Denied {
  const { of, message, removed_from, ...rest } = errorData(error, undefined);
  // Sessions are about rooms, not about lectures or classes.
  return { status: 'error', data: message, ...rest, ...(removed_from === 'room' && { removed_from }) };
}

/** Returns the reason of a refusal for metrics: a literal of the code, or the error code. */
export const reasonOf = (error: unknown): string =>
  error instanceof Refusal ? (error.reason ?? error.code) : 'internal';
