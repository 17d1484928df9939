import type { IncomingMessage } from 'node:http';
import type { Options } from 'lectern-protocol/options';
import type { Backplane } from '../backplane/backplane.js';
import type { HookCaller } from '../hooks/hook-caller.js';
import type { User } from '../identity/identity.js';
import type { IdentityProvider } from '../identity/identity-provider.js';
import { errorData, httpStatusOf, Refusal } from '../protocol/errors.js';
import type { Endpoint } from '../session/endpoint.js';
import type { Account } from '../util/account.js';
import type { LimitedLog } from '../util/limited-log.js';
import { networkOf } from '../util/network-of.js';
import { addressOf } from './client-address.js';
import type { ConnectionLease, ConnectionLimits } from './connection-limits.js';
import { isSecurePage, originAllowed } from './origin.js';

/** Why a request to open a connection is refused. */
export interface HandshakeRefusal {
  status: number;
  why: string;
  retryAfterSeconds?: number;
  /** Present if the hook onConnect has refused it. */
  refusal?: Refusal;
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
  metrics: { upgradeRefused(status: number, who: Partial<Account>): void };
  refusals: LimitedLog;
  /** Present if the program that embeds the server has the hook onConnect. */
  hooks?: Pick<HookCaller, 'ask'> | undefined;
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
  async admit(
    request: IncomingMessage,
    { token }: Pick<Credentials, 'token'>,
  ): Promise<ConnectionLease | HandshakeRefusal> {
    const { limits, identities, hooks, options } = this.services;
    const identify = token === undefined ? undefined : () => identities.known(token);
    const address = addressOf(request, options.trustProxy);
    const admitted = await limits.admit(address, identify);
    if (!hooks || 'status' in admitted) return admitted;
    try {
      await hooks.ask('onConnect', { request, address, token });
      return admitted;
    } catch (error) {
      admitted.release();
      return hookRefusal(error);
    }
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
  refused({ status, why }: HandshakeRefusal, request: IncomingMessage): void {
    this.services.metrics.upgradeRefused(status, { network: networkOf(this.addressOf(request)) });
    this.services.refusals.write('info', 'upgrade refused', { status }, { why });
  }
}

/** Returns the refusal of a connection for an error of the hook onConnect. */
function hookRefusal(error: unknown): HandshakeRefusal {
  const { code, message: why, retry_after_ms: wait } = errorData(error, undefined);
  const refusal = error instanceof Refusal ? error : new Refusal(code, why);
  return {
    status: httpStatusOf(refusal),
    why,
    refusal,
    ...(wait !== undefined && { retryAfterSeconds: Math.ceil(wait / 1000) }),
  };
}

/** Returns why the page that sends a request is not allowed to connect; undefined if it is. */
export function originFault(
  request: IncomingMessage,
  options: Pick<Options, 'origins' | 'trustProxy'>,
): string | undefined {
  if (originAllowed(request, options)) return undefined;
  const { origin = '' } = request.headers;
  // The reason is logged, and programs can write anything into the header.
  if (!URL.canParse(origin)) {
    return 'pages of an invalid origin are not allowed to connect; see the options --origins and --trust-proxy';
  }
  const page = new URL(origin).origin.slice(0, 100);
  return (
    `pages of ${page} are not allowed to connect: start the server with --origins ${page} or, ` +
    'if a proxy in front of the server has this address, with --trust-proxy'
  );
}

/** Returns the token of the Authorization header. */
export const bearerOf = ({ headers }: IncomingMessage): string | undefined =>
  /^Bearer (\S+)$/i.exec(headers.authorization ?? '')?.[1];
