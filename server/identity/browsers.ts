import { createHash, randomBytes } from 'node:crypto';
import type { Options } from 'lectern-protocol/options';
import { v4 as uuid } from 'uuid';
import { Refusal } from '../protocol/errors.js';
import type { Browser, Store } from '../store/store.js';
import { CLOCK_TOLERANCE_MS, type Identity } from './identity.js';
import type { IdentityProvider } from './identity-provider.js';
import type { Revocations } from './revocations.js';

/** Time in seconds for which a link is valid. */
const LINK_LIFETIME = 600;
const SECRET_BYTES = 24;
/** Maximum number of browsers of a user. */
const MAX_BROWSERS = 10;

interface Services {
  store: Pick<Store, 'createBrowserLink' | 'useBrowserLink' | 'touchBrowser' | 'deleteBrowser' | 'browsers'>;
  identities: IdentityProvider;
  revocations: Revocations;
  options: Pick<Options, 'guestLifetime'>;
  log: { error(fields: object, text: string): void };
}

/** A guest whose identity the client stores. */
interface StoredGuest {
  userId: string;
  /** ID of the browser. */
  tokenId: string;
}

/**
 * The browsers of guests who use several. Each has an identity of its own with the same user ID, so that it can be
 * withdrawn. The first browser has the ID of the user.
 */
export class Browsers {
  constructor(private readonly services: Services) {
    const { identities, store, log } = services;
    identities.onRenewal((id) => {
      store.touchBrowser({ id }).catch((err) => log.error({ err }, 'the use of a browser was not stored'));
    });
  }

  /**
   * Creates a link with which another browser becomes one of the same user. Only its hash is stored.
   * @param name of the browser that creates it
   * @throws Refusal forbidden
   */
  async createLink(
    identity: Identity,
    username: string,
    name: string,
  ): Promise<{ secret: string; lifetime: number }> {
    const { userId, tokenId } = this.guestOf(identity);
    const secret = randomBytes(SECRET_BYTES).toString('base64url');
    const now = Date.now();
    await this.services.store.createBrowserLink({
      hash: hashOf(secret),
      username,
      expires: now + LINK_LIFETIME * 1000,
      browser: { id: tokenId, userId, name },
      unusedSince: now - this.lifetimeMs,
    });
    return { secret, lifetime: LINK_LIFETIME };
  }

  /**
   * Uses a link. Returns the user, and the signed identity of the new browser.
   * @throws Refusal not-found, full or forbidden
   */
  async useLink(
    identity: Identity,
    secret: string,
    name: string,
  ): Promise<{ token: string; userId: string; username: string }> {
    this.guestOf(identity);
    const id = uuid();
    const { value } = await this.services.store.useBrowserLink({
      hash: hashOf(secret),
      browser: { id, name },
      most: MAX_BROWSERS,
    });
    return { ...value, token: await this.services.identities.identityFor(value.userId, id) };
  }

  /** Returns the browsers of a user, and which of them is the client's. @throws Refusal forbidden */
  async list(identity: Identity): Promise<(Browser & { current: boolean })[]> {
    const { userId, tokenId } = this.guestOf(identity);
    const all = await this.services.store.browsers(userId);
    return all.map((each) => ({ ...each, current: each.id === tokenId }));
  }

  /**
   * Withdraws the identity of a browser of the same user, and disconnects its clients on all nodes.
   * @throws Refusal forbidden, not-found or full
   */
  async signOut(identity: Identity, id: string): Promise<void> {
    const { store, revocations } = this.services;
    if (!(await this.list(identity)).some((each) => each.id === id)) {
      throw new Refusal('not-found', 'you have no such browser');
    }
    // If the node dies in between, the browser is still listed and can be signed out again.
    await revocations.revokeOwn(id, Date.now() + this.lifetimeMs + 2 * CLOCK_TOLERANCE_MS);
    await store.deleteBrowser({ id });
  }

  /** Time in ms without a connection after which a guest's identity is invalid anyway. */
  private get lifetimeMs(): number {
    return this.services.options.guestLifetime * 1000;
  }

  private guestOf({ user, guest, ephemeral, tokenId }: Identity): StoredGuest {
    if (!this.services.identities.open || !guest || ephemeral || tokenId === undefined) {
      throw new Refusal('forbidden', 'only guests with a stored identity can use several browsers');
    }
    return { userId: user.id, tokenId };
  }
}

const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('base64url');
