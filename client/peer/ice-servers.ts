import type { IceServer } from 'lectern-protocol';
import type { Signaler } from '../signaler.js';

/** ms after which the list is requested again. */
const MAX_AGE = 3 * 60_000;
/** Credentials are not used for new connections in the last ms before they expire. */
const MARGIN = 30_000;

/** Time at which the first credential expires, in ms since 1970. TURN user names begin with that time in seconds. */
function expiry(servers: IceServer[]): number {
  const ends = servers.flatMap(({ username }) => /^(\d{1,12}):/.exec(username ?? '')?.[1] ?? []);
  return Math.min(...ends.map((end) => Number(end) * 1_000));
}

/** The STUN and TURN servers, requested from the server and cached. */
export class IceServers {
  readonly #signaler: Pick<Signaler, 'request'>;
  readonly #now: () => number;
  #servers: IceServer[] = [];
  #freshUntil = Number.NEGATIVE_INFINITY;
  #asked: Promise<IceServer[]> | undefined;

  /** @param now ms since 1970 */
  constructor(signaler: Pick<Signaler, 'request'>, now: () => number = Date.now) {
    this.#signaler = signaler;
    this.#now = now;
  }

  /** Never rejects: if the server does not answer, resolves to the last known list. */
  async get(): Promise<IceServer[]> {
    if (this.#now() < this.#freshUntil) return this.#servers;
    this.#asked ??= this.#ask().finally(() => {
      this.#asked = undefined;
    });
    return this.#asked;
  }

  /** Clears the cache, because credentials belong to one client id. */
  reset(): void {
    this.#servers = [];
    this.#freshUntil = Number.NEGATIVE_INFINITY;
    this.#asked = undefined;
  }

  async #ask(): Promise<IceServer[]> {
    try {
      const { data } = await this.#signaler.request('get-ice-servers');
      this.#servers = data;
      this.#freshUntil = Math.min(this.#now() + MAX_AGE, expiry(data) - MARGIN);
    } catch {
      // Direct connections can still work.
    }
    return this.#servers;
  }
}
