import type { Options } from 'lectern-protocol/options';
import type { Backplane } from '../backplane/backplane.js';
import type { BudgetMeter } from '../util/budget-meter.js';
import { networkOf } from '../util/network-of.js';
import { HashQueue, type HashQueueOptions, type Requester } from './hash-queue.js';
import { type PasswordCheck, PasswordThrottle } from './password-throttle.js';
import { Passwords } from './passwords.js';

/** The passwords of rooms: guesses are slowed down, and hashes wait in a fair queue. */
export class RoomPasswords {
  private readonly queue: HashQueue;
  private readonly passwords: Passwords;
  private readonly throttle: PasswordThrottle;

  /**
   * @param clock a monotonic clock in ms; the same on all nodes of a cluster
   * @param shared stores the failures for all nodes of a cluster; without it, they are stored in memory
   */
  constructor(
    options: HashQueueOptions & Pick<Options, 'passwordPause' | 'passwordRate'>,
    budgets: BudgetMeter,
    clock: () => number,
    shared?: Backplane,
  ) {
    this.queue = new HashQueue(options, budgets);
    this.passwords = new Passwords(this.queue);
    this.throttle = new PasswordThrottle(options, budgets, clock, shared);
  }

  /** Returns the hash of a new password. @throws Refusal rate-limited, unavailable */
  hash(password: string, by: Requester): Promise<string> {
    return this.passwords.hash(password, by);
  }

  /**
   * Checks a password.
   * @param hashOf returns the hash of the room's password; undefined if it has none any more
   * @throws Refusal rate-limited, unavailable
   */
  check(
    roomId: string,
    password: string,
    by: Requester,
    hashOf: () => Promise<string | undefined>,
  ): Promise<PasswordCheck> {
    return this.throttle.check(roomId, by, async () => {
      const hash = await hashOf();
      // The checks of a room run one at a time, so they share one place in the queue. Those of a network take turns with
      // its new passwords, of however many users these are.
      const room = { address: `checks of ${networkOf(by.address)}`, userId: `room ${roomId}` };
      return hash === undefined || this.passwords.fits(password, hash, room);
    });
  }

  /** Refuses everything that waits, and everything from now on, because the server is shutting down. */
  close(): void {
    this.throttle.close();
    this.queue.close();
  }
}
