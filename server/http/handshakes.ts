import type { IncomingMessage } from 'node:http';
import type { Options } from 'lectern-protocol/options';
import type { Backplane } from '../backplane/backplane.js';
import type { User } from '../identity/identity.js';
import type { IdentityProvider } from '../identity/identity-provider.js';
import type { Endpoint } from '../session/endpoint.js';
import type { LimitedLog } from '../util/limited-log.js';
import { addressOf } from './client-address.js';
import type { ConnectionLease, ConnectionLimits } from './connection-limits.js';
import { isSecurePage, originAllowed } from './origin.js';

/** Why a request to open a connection is refused. */
export interface HandshakeRefusal {
  status: number;
  why: string;
  retryAfterSeconds?: number;
}

/** The token that a client shows when it connects. */
export interface Credentials {
  token: string | undefined;
  /** Whether the client can store the token of a guest. */
  keeps: boolean;
}

/** The part of an endpoint that does not depend on the transport. */
export type Caller = Pick<
  Endpoint,
  'identity' | 'upgradeToken' | 'address' | 'secure' | 'serial' | 'claimConnection'
>;

/** Services that the handshakes need. */
export interface HandshakeServices {
  options: Pick<Options, 'origins' | 'trustProxy'>;
  /** Returns whether new connections are refused. */
  draining(): boolean;
  limits: Pick<ConnectionLimits, 'admit'>;
  identities: Pick<IdentityProvider, 'guest' | 'known' | 'open'>;
  backplane: Pick<Backplane, 'nextSerial'>;
  metrics: { upgradeRefused(status: number): void };
  refusals: LimitedLog;
}

const SHUTDOWN_RETRY_SECONDS = 2;

/** The serial of a connection that arrives while Redis cannot be reached: earlier than all others. */
const UNKNOWN_SERIAL = 0;

/** Checks requests to open a connection, of whatever transport. */
export class Handshakes {
  constructor(private readonly services: HandshakeServices) {}

  /** Returns why a request is refused, whoever sends it: the server is shutting down, or its page is not allowed. */
  refusalOf(request: IncomingMessage): HandshakeRefusal | undefined {
    if (this.services.draining()) {
      return {
        status: 503,
        why: 'the server is shutting down; try again in a few seconds',
        retryAfterSeconds: SHUTDOWN_RETRY_SECONDS,
      };
    }
    const why = originFault(request, this.services.options);
    return why === undefined ? undefined : { status: 403, why };
  }

  /** Returns the IP address of the client that sends a request. */
  addressOf(request: IncomingMessage): string {
    return addressOf(request, this.services.options.trustProxy);
  }

  /** Counts a new connection toward the limits. The caller releases the lease when the connection is closed. */
  admit(
    request: IncomingMessage,
    { token }: Pick<Credentials, 'token'>,
  ): Promise<ConnectionLease | HandshakeRefusal> {
    const { limits, identities, options } = this.services;
    const identify = token === undefined ? undefined : () => identities.known(token);
    return limits.admit(addressOf(request, options.trustProxy), identify);
  }

  /**
   * Returns who opens a connection that was admitted. Called before the client gets an answer, since a client opens its
   * next connection only after it has given up this one.
   */
  async identify(
    request: IncomingMessage,
    { token, keeps }: Credentials,
    { claim }: Pick<ConnectionLease, 'claim'>,
  ): Promise<Caller> {
    const { identities, backplane, options } = this.services;
    const identity = await identities.guest(token, keeps);
    const serial = await backplane.nextSerial().catch(() => UNKNOWN_SERIAL);
    return {
      identity,
      upgradeToken: token,
      address: addressOf(request, options.trustProxy),
      secure: isSecurePage(request, options),
      serial,
      claimConnection: claim,
    };
  }

  /** Returns whether the server works without tokens, and the user whom a token proves. */
  async userOf(token: string | undefined): Promise<{ openMode: boolean; user: User | undefined }> {
    const { identities } = this.services;
    const identity = token === undefined ? undefined : await identities.known(token);
    return { openMode: identities.open, user: identity?.user };
  }

  /** Records that a request was refused. */
  refused({ status, why }: HandshakeRefusal): void {
    this.services.metrics.upgradeRefused(status);
    this.services.refusals.write('info', 'upgrade refused', { status }, { why });
  }
}

/** Returns why the page that sends a request is not allowed to connect; undefined if it is. */
export function originFault(
  request: IncomingMessage,
  options: Pick<Options, 'origins' | 'trustProxy'>,
): string | undefined {
  if (originAllowed(request, options)) return undefined;
  const { origin = '' } = request.headers;
  // The reason is logged, and programs can write anything into the header.
  const page = URL.canParse(origin) ? new URL(origin).origin.slice(0, 100) : 'an invalid origin';
  return `pages of ${page} are not allowed to connect; see the options --origins and --trust-proxy`;
}

/** Returns the token of the Authorization header. */
export const bearerOf = ({ headers }: IncomingMessage): string | undefined =>
  /^Bearer (\S+)$/i.exec(headers.authorization ?? '')?.[1];
