import type { ErrorCode, ErrorData } from 'lectern-protocol';

/** Why a request failed: the server's code, or that no answer can come. */
export type RequestErrorCode = ErrorCode | 'timeout' | 'disconnected' | 'aborted';

export class RequestError extends Error {
  override readonly name = 'RequestError';

  constructor(
    readonly code: RequestErrorCode,
    message: string,
    /** What the server said, where it refused the request. */
    readonly data?: ErrorData,
  ) {
    super(message);
  }
}
