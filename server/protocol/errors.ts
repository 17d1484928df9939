import type { ErrorCode } from '../../schemas/generated/codes.js';
import type { ErrorData } from '../../schemas/generated/messages.js';

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

/** What the sender of a refused message is told; of an unforeseen error it learns only that there was one. */
export function errorData(error: unknown, of: string | undefined): ErrorData {
  const data: ErrorData =
    error instanceof Refusal
      ? { code: error.code, message: error.message, ...error.details }
      : { code: 'internal', message: 'the server failed; its log says why' };
  if (of !== undefined) data.of = of;
  return data;
}
