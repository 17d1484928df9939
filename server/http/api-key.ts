import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Options } from 'lectern-protocol/options';
import type { FailureThrottle } from '../identity/failure-throttle.js';
import { CredentialRefusal, Refusal } from '../protocol/errors.js';
import { addressOf } from './client-address.js';

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Checks that requests contain the option apiKey as `Authorization: Bearer <apiKey>`. */
export class ApiKey {
  private readonly digest: Buffer | undefined;

  constructor(
    private readonly options: Pick<Options, 'apiKey' | 'trustProxy'>,
    private readonly throttle: FailureThrottle,
  ) {
    this.digest = options.apiKey === '' ? undefined : digest(options.apiKey);
  }

  /** Returns whether a request contains any key. */
  isShown({ headers }: IncomingMessage): boolean {
    return headers.authorization !== undefined;
  }

  /** Checks a request's key, unless the option is not set. @throws Refusal login-required, rate-limited */
  async checkWhereSet(request: IncomingMessage): Promise<void> {
    if (this.digest) await this.check(request);
  }

  /**
   * Checks a request's key.
   * @throws Refusal not-found if the option is not set, login-required if the key is missing or wrong, rate-limited
   */
  async check(request: IncomingMessage): Promise<void> {
    const { digest: expected } = this;
    if (!expected) {
      throw new Refusal('not-found', 'the HTTP API is disabled: the option apiKey is not set');
    }
    if (!this.isShown(request)) {
      throw new Refusal('login-required', 'the header Authorization: Bearer <apiKey> is required');
    }
    await this.throttle.attempt(addressOf(request, this.options.trustProxy), () => {
      const shown = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '';
      // timingSafeEqual requires equal lengths. Digests also do not reveal the length of the key.
      if (!timingSafeEqual(digest(shown), expected)) {
        throw new CredentialRefusal('login-required', 'wrong API key');
      }
    });
  }
}
