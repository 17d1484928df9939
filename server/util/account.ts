import { networkOf } from './network-of.js';

/** The party whose budgets pay for what a client makes the server do and store. */
export interface Account {
  readonly userId: string;
  /** A guest's network: anyone can become another guest. Absent for users with tokens, who are known. */
  readonly network?: string;
}

/** Returns the account of a user. @param address IP address of a guest */
export const accountOf = (userId: string, address: string | undefined): Account =>
  address === undefined ? { userId } : { userId, network: networkOf(address) };
