/**
 * Why a STUN or TURN server is of no use:
 * - `bad-uri`: not a URI of such a server
 * - `dtls`: TLS over UDP, which this client does not speak
 * - `unknown-host`: its name has no address
 * - `closed-port`: nothing listens there
 * - `no-answer`: nothing came back within the time
 * - `tls`: TLS could not be agreed on, or the certificate is not to be trusted
 * - `refused`: it answered with an error, whose number is `status`
 * - `bad-answer`: what came back cannot be believed
 * - `network`: anything else on the way
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
    /** With `refused`: the error's number, such as 401. */
    readonly status?: number,
  ) {
    super(message);
  }
}
