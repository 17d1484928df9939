import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Options } from 'lectern-protocol/options';
import { Refusal } from '../protocol/errors.js';

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Checks that requests contain the option apiKey as `Authorization: Bearer <apiKey>`. */
export class ApiKey {
  private readonly digest: Buffer | undefined;

  constructor({ apiKey }: Pick<Options, 'apiKey'>) {
    this.digest = apiKey === '' ? undefined : digest(apiKey);
  }

  /** Returns whether a request contains any key. */
  isShown({ headers }: IncomingMessage): boolean {
    return headers.authorization !== undefined;
  }

  /** Whether the option is set. */
  get isSet(): boolean {
    return this.digest !== undefined;
  }

  /**
   * Checks a request's key. A wrong key does not delay later requests: it cannot be guessed, and the right one must not
   * be kept out.
   * @throws Refusal not-found if the option is not set, login-required if the key is missing or wrong
   */
  check(request: IncomingMessage): void {
    if (!this.isSet) {
      throw new Refusal('not-found', 'the HTTP API is disabled: the option apiKey is not set');
    }
    if (!this.isShown(request)) {
      throw new Refusal('login-required', 'the header Authorization: Bearer <apiKey> is required');
    }
    if (!this.fits(request)) throw new Refusal('login-required', 'wrong API key');
  }

  /** Returns whether a request contains the right key. */
  fits({ headers }: IncomingMessage): boolean {
    const shown = /^Bearer (\S+)$/i.exec(headers.authorization ?? '')?.[1] ?? '';
    // timingSafeEqual requires equal lengths. Digests also do not reveal the length of the key.
    return this.digest !== undefined && timingSafeEqual(digest(shown), this.digest);
  }
}
