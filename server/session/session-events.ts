import type { Account } from '../util/account.js';

/** Counts what happens to sessions. The texts are literals of the code or error codes, because they become labels. */
export interface SessionEvents {
  loginFailed(reason: string, who: Partial<Account>): void;
  /** @param result `recovered`, `gap`, or the error code */
  resumed(result: string): void;
  connectionClosed(code: number): void;
}
