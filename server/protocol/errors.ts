import { type Denied, type ErrorCode, type ErrorData, errors, type Refused } from 'lectern-protocol';

type Details = Pick<ErrorData, 'pointer' | 'expected' | 'retry_after_ms'>;

/** A message is refused: thrown anywhere between the codec and the store, answered by an `error` message. */
export class Refusal extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly details: Details = {},
  ) {
    super(message);
    this.name = 'Refusal';
  }
}

/** What was shown to get in is made up, used or wrong: who goes on trying is slowed down. */
export class ForgedRefusal extends Refusal {}

/** What the sender of a refused message is told; of an unforeseen error it learns only that there was one. */
export function errorData(error: unknown, of: string | undefined): ErrorData {
  const data: ErrorData =
    error instanceof Refusal
      ? { code: error.code, message: error.message, ...error.details }
      : { code: 'internal', message: 'the server failed; its log says why' };
  if (of !== undefined) data.of = of;
  return data;
}

/** The HTTP status that says the same as a refusal's code. */
export const statusOf = ({ code }: Refusal): Refused['status'] => errors[code].status;

/** The same for families whose clients expect a refusal under the request's own type. */
export function refusedData(error: unknown): Refused {
  const { code, of, ...rest } = errorData(error, undefined);
  return { ...rest, status: errors[code].status };
}

/** The same for the family of sessions, whose clients expect an outcome. */
export function deniedData(error: unknown): Denied {
  const { of, message, ...rest } = errorData(error, undefined);
  return { status: 'error', data: message, ...rest };
}
