import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Options } from 'lectern-protocol/options';
import type { FailureThrottle } from '../identity/failure-throttle.js';
import { ForgedRefusal, Refusal } from '../protocol/errors.js';
import { addressOf } from './client-address.js';

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Lets in who shows the option apiKey as `Authorization: Bearer <apiKey>`. */
export class ApiKey {
  private readonly digest: Buffer | undefined;

  constructor(
    private readonly options: Pick<Options, 'apiKey' | 'trustProxy'>,
    private readonly throttle: FailureThrottle,
  ) {
    this.digest = options.apiKey === '' ? undefined : digest(options.apiKey);
  }

  /** Whether a request shows a key at all. */
  isShown({ headers }: IncomingMessage): boolean {
    return headers.authorization !== undefined;
  }

  /** Lets everybody in where no key is set. @throws Refusal login-required, rate-limited */
  async checkWhereSet(request: IncomingMessage): Promise<void> {
    if (this.digest) await this.check(request);
  }

  /** @throws Refusal not-found where there is no key, login-required where another or none is shown, rate-limited */
  async check(request: IncomingMessage): Promise<void> {
    const { digest: expected } = this;
    if (!expected) {
      throw new Refusal('not-found', 'this server has no HTTP API: its option apiKey is not set');
    }
    if (!this.isShown(request)) {
      throw new Refusal('login-required', 'this call wants the header Authorization: Bearer <apiKey>');
    }
    await this.throttle.attempt(addressOf(request, this.options.trustProxy), () => {
      const shown = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '';
      // Digests are of one length, and tell nothing of the key's.
      if (!timingSafeEqual(digest(shown), expected)) {
        throw new ForgedRefusal('login-required', 'this is not the API key of this server');
      }
    });
  }
}
