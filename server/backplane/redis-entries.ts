import { v4 as uuid } from 'uuid';
import type { Account } from '../util/account.js';
import { type Author, boundsOf, type LogEntry, type LogLimits } from './backplane.js';
import type { RedisKeys } from './redis-keys.js';

/** Converts entries of logs to the arguments of Redis functions, and back. */
export class RedisEntries {
  private readonly limitArgs: readonly string[];

  /** @param ledger identifies the logs that share a budget: those of one database with one prefix */
  constructor(
    private readonly keys: RedisKeys,
    private readonly clock: () => number,
    private readonly ledger: string,
    { total, user, network }: LogLimits,
  ) {
    this.limitArgs = [total, user, network].map((limit) => (Number.isFinite(limit) ? String(limit) : 'inf'));
  }

  /** Returns the first arguments of functions that read or change a log. */
  boundArgs(log: string): string[] {
    const { messages, bytes, ms } = boundsOf(log);
    return [uuid(), String(this.clock()), String(messages), String(bytes), String(ms), this.ledger];
  }

  /** Returns the arguments of `append`. */
  appendArgs(
    log: string,
    envelope: string,
    author: Author | undefined,
    request: string,
    { userId = '', network = '' }: Partial<Account> = {},
  ): string[] {
    const authorJson = author ? JSON.stringify(author) : '';
    const args = [...this.boundArgs(log), this.keys.logChannel(log), envelope, authorJson, request];
    args.push(userId, network, ...this.limitArgs);
    return args;
  }
}

/** Converts an entry of a stream. */
export function entryOf([id, fields]: [string, string[]]): LogEntry {
  const given: Record<string, string> = {};
  for (let i = 0; i < fields.length; i += 2) given[fields[i] ?? ''] = fields[i + 1] ?? '';
  const { envelope = '', author, request } = given;
  return {
    seq: Number.parseInt(id, 10),
    envelope,
    ...(author !== undefined && { author: JSON.parse(author) }),
    ...(request !== undefined && { request }),
  };
}
