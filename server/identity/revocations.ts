import type { Options } from 'lectern-protocol/options';
import type { Backplane, LogListener } from '../backplane/backplane.js';
import { Refusal } from '../protocol/errors.js';
import type { Page, PageQuery, Revocation, Store } from '../store/store.js';
import { PAGE } from '../store/store.js';
import type { Identity } from './identity.js';

/** The log in which nodes announce revocations. */
const ANNOUNCEMENTS = 'revocations';

/** Time in ms after which a failed reload is tried again. */
const RETRY_MS = 1000;

/** What is revoked: a user with all tokens, also future ones, or a guest; or one token. */
export type RevocationTerms = Pick<Revocation, 'kind' | 'subject' | 'reason' | 'expires'>;

interface Services {
  store: Pick<Store, 'revoke' | 'liftRevocation' | 'revocations'>;
  backplane: Backplane;
  options: Pick<Options, 'revocations'>;
  log: { error(fields: object, text: string): void };
}

interface Announcement {
  revocation: Revocation;
  lifted: boolean;
}

/** Called with the identities that have become invalid. Must not reject. */
type RevokedListener = (isRevoked: (identity: Identity) => boolean) => void;

const keyOf = ({ kind, subject }: Pick<Revocation, 'kind' | 'subject'>): string => `${kind} ${subject}`;

/**
 * The users and tokens that the operator has revoked. They are stored in the database. Every node has all of them in
 * memory, so that checks neither wait nor depend on the database.
 */
export class Revocations implements LogListener {
  /** The times in ms since 1970 at which revocations expire, by `keyOf`. */
  private active = new Map<string, number>();
  private readonly listeners: RevokedListener[] = [];
  private timer: NodeJS.Timeout | undefined;
  /** Announcements that arrive while the revocations are read; undefined otherwise. */
  private meanwhile: Announcement[] | undefined;

  constructor(private readonly services: Services) {}

  /** Adds a listener that is called when users or tokens are revoked, on any node. */
  onRevoked(listener: RevokedListener): void {
    this.listeners.push(listener);
  }

  async open(): Promise<void> {
    await this.services.backplane.subscribe(ANNOUNCEMENTS, this);
    await this.load();
  }

  async close(): Promise<void> {
    clearTimeout(this.timer);
    await this.services.backplane.unsubscribe(ANNOUNCEMENTS, this);
  }

  isRevoked({ user, tokenId }: Pick<Identity, 'tokenId'> & { user: { id: string } }): boolean {
    if (this.active.size === 0) return false;
    return this.has('user', user.id) || (tokenId !== undefined && this.has('token', tokenId));
  }

  /** @throws Refusal revoked */
  check(identity: Identity): void {
    if (this.isRevoked(identity)) throw new Refusal('revoked', 'your access to this server has been revoked');
  }

  /**
   * Revokes a user or a token. Its clients are disconnected on all nodes. If it is revoked already, the new reason and
   * expiry replace the old ones.
   * @throws Refusal full if the limit is reached
   */
  revoke(terms: RevocationTerms): Promise<Revocation> {
    return this.revokeWithin(this.services.options.revocations, terms);
  }

  private async revokeWithin(most: number, terms: RevocationTerms): Promise<Revocation> {
    this.sweep();
    if (this.active.size >= most && !this.active.has(keyOf(terms))) {
      throw new Refusal('full', `the limit of ${most} revocations is reached; lift some, or raise the limit`);
    }
    const { value } = await this.services.store.revoke(terms);
    await this.announce({ revocation: value, lifted: false });
    return value;
  }

  /**
   * Withdraws a token for its own user.
   * @param expires when the token expires
   * @throws Refusal full if users have taken up half of the limit. The rest is for the operator.
   */
  async revokeOwn(tokenId: string, expires: number): Promise<void> {
    const reason = 'signed out by the user';
    await this.revokeWithin(this.services.options.revocations / 2, {
      kind: 'token',
      subject: tokenId,
      reason,
      expires,
    });
  }

  /** @throws Refusal not-found */
  async lift(id: number): Promise<Revocation> {
    const { value } = await this.services.store.liftRevocation({ id });
    await this.announce({ revocation: value, lifted: true });
    return value;
  }

  list(query: PageQuery): Promise<Page<Revocation>> {
    return this.services.store.revocations(query);
  }

  deliver(text: string): void {
    this.apply(JSON.parse(text) as Announcement);
  }

  /** This node has missed announcements. */
  gap(): void {
    this.load().catch((err) => {
      this.services.log.error({ err }, 'could not read the revocations; trying again');
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.gap(), RETRY_MS).unref();
    });
  }

  private has(kind: Revocation['kind'], subject: string): boolean {
    const expires = this.active.get(keyOf({ kind, subject }));
    return expires !== undefined && Date.now() < expires;
  }

  private async announce(announcement: Announcement): Promise<void> {
    this.apply(announcement);
    await this.services.backplane.publish(ANNOUNCEMENTS, JSON.stringify(announcement));
  }

  private apply(announcement: Announcement): void {
    const { revocation, lifted } = announcement;
    this.meanwhile?.push(announcement);
    if (lifted) {
      this.active.delete(keyOf(revocation));
      return;
    }
    this.active.set(keyOf(revocation), revocation.expires ?? Number.POSITIVE_INFINITY);
    this.notify();
  }

  private async load(): Promise<void> {
    const meanwhile: Announcement[] = [];
    this.meanwhile = meanwhile;
    const active = new Map<string, number>();
    let before: number | undefined;
    do {
      const page = await this.services.store.revocations({ before, limit: PAGE.maxSize });
      for (const each of page.items) active.set(keyOf(each), each.expires ?? Number.POSITIVE_INFINITY);
      before = page.before;
    } while (before !== undefined);
    // A later call reads them again.
    if (this.meanwhile !== meanwhile) return;
    this.meanwhile = undefined;
    this.active = active;
    for (const each of meanwhile) this.apply(each);
    this.notify();
  }

  private notify(): void {
    if (this.active.size === 0) return;
    for (const listener of this.listeners) listener((identity) => this.isRevoked(identity));
  }

  private sweep(): void {
    const now = Date.now();
    for (const [key, expires] of this.active) if (expires <= now) this.active.delete(key);
  }
}
