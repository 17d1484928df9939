import type { Signaler } from './signaler.js';

/**
 * The user's secret link to the calendar of a class, to which programs subscribe. Requests reject with a RequestError,
 * for example `forbidden` if the user is not enrolled.
 */
export class ClassFeed {
  readonly #signaler: Signaler;
  readonly #named: { classUuid: string };

  constructor(signaler: Signaler, classUuid: string) {
    this.#signaler = signaler;
    this.#named = { classUuid };
  }

  /**
   * Creates the link, and withdraws the earlier one. Returns its path relative to the server's address, for example
   * `calendar/….ics`. The server does not return it again.
   */
  async create(): Promise<string> {
    return (await this.#signaler.request('CreateClassFeed', this.#named)).data.path;
  }

  /** Returns when the link was created (ISO 8601); undefined if there is none. */
  async created(): Promise<string | undefined> {
    return (await this.#signaler.request('GetClassFeed', this.#named)).data.created;
  }

  /** Withdraws the link. Programs that use it get no more changes. */
  async withdraw(): Promise<void> {
    await this.#signaler.request('WithdrawClassFeed', this.#named);
  }
}
