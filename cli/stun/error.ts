/**
 * Why a STUN or TURN server cannot be used:
 * - `bad-uri`: the URI is invalid
 * - `dtls`: TLS over UDP, which this client does not support
 * - `unknown-host`: its name has no address
 * - `closed-port`: nothing listens there
 * - `no-answer`: no answer arrived before the timeout
 * - `tls`: the TLS handshake failed, or the certificate is not trusted
 * - `refused`: the server returned an error, whose number is `status`
 * - `bad-answer`: the answer is not valid
 * - `network`: any other network error
 */
export type StunReason =
  | 'bad-uri'
  | 'dtls'
  | 'unknown-host'
  | 'closed-port'
  | 'no-answer'
  | 'tls'
  | 'refused'
  | 'bad-answer'
  | 'network';

export class StunError extends Error {
  override name = 'StunError';

  constructor(
    readonly reason: StunReason,
    message: string,
    /** The error's number if `refused`, for example 401. */
    readonly status?: number,
  ) {
    super(message);
  }
}
