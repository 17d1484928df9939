import type { Browser, BrowserLink, UsedBrowserLink } from 'lectern-protocol';
import type { Signaler } from './signaler.js';

/**
 * The browsers of a guest in open mode. Requests reject with a RequestError: `forbidden` if the server requires tokens,
 * or if this client does not store its identity.
 */
export class Browsers {
  readonly #signaler: Signaler;

  constructor(signaler: Signaler) {
    this.#signaler = signaler;
  }

  /**
   * Creates the secret of a link that another browser can use once.
   * @param name of this browser, for the list
   */
  async createLink(name: string): Promise<BrowserLink> {
    return (await this.#signaler.request('create-browser-link', { name })).data;
  }

  /**
   * Uses a link. The client then stores the `token` as its identity and opens a new connection.
   * @param name of this browser, for the list
   */
  async useLink(secret: string, name: string): Promise<UsedBrowserLink> {
    return (await this.#signaler.request('use-browser-link', { secret, name })).data;
  }

  /** Returns the user's browsers. The list is empty until the first link is created. */
  async list(): Promise<Browser[]> {
    return (await this.#signaler.request('get-browsers')).data.browsers;
  }

  /** Withdraws the identity of one of the user's browsers and disconnects it. */
  async signOut(id: string): Promise<void> {
    await this.#signaler.request('sign-out-browser', { id });
  }
}
