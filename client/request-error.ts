import type { ErrorCode, ErrorData } from 'lectern-protocol';

/** Why a request failed: the server's error code, or the reason why there is no reply. */
export type RequestErrorCode = ErrorCode | 'timeout' | 'disconnected' | 'aborted';

export class RequestError extends Error {
  override readonly name = 'RequestError';

  constructor(
    readonly code: RequestErrorCode,
    message: string,
    /** The server's reply, if it refused the request. */
    readonly data?: ErrorData,
    /** Whether the request was sent and not answered: the server may or may not have handled it. */
    readonly unconfirmed = false,
  ) {
    super(message);
  }
}
