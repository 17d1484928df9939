import type { IceServer } from 'lectern-protocol';
import type { Signaler } from '../signaler.js';

/** ms after which the servers are asked for anew. */
const MAX_AGE = 3 * 60_000;
/** ms before their end when credentials are too old to begin with. */
const MARGIN = 30_000;

/** When the first of the credentials ends, in ms since 1970; TURN user names begin with it, in s. */
function expiry(servers: IceServer[]): number {
  const ends = servers.flatMap(({ username }) => /^(\d{1,12}):/.exec(username ?? '')?.[1] ?? []);
  return Math.min(...ends.map((end) => Number(end) * 1_000));
}

/** The STUN and TURN servers, asked of the server when they are needed and not fresh. */
export class IceServers {
  readonly #signaler: Pick<Signaler, 'request'>;
  readonly #now: () => number;
  #servers: IceServer[] = [];
  #freshUntil = Number.NEGATIVE_INFINITY;
  #asked: Promise<IceServer[]> | undefined;

  /** `now`: ms since 1970. */
  constructor(signaler: Pick<Signaler, 'request'>, now: () => number = Date.now) {
    this.#signaler = signaler;
    this.#now = now;
  }

  /** Never rejects: where the server does not answer, the last that were known must do. */
  async get(): Promise<IceServer[]> {
    if (this.#now() < this.#freshUntil) return this.#servers;
    this.#asked ??= this.#ask().finally(() => {
      this.#asked = undefined;
    });
    return this.#asked;
  }

  /** Forgets them: credentials belong to one client id. */
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
      // A direct connection may still be possible.
    }
    return this.#servers;
  }
}
