import { type CloseName, closes } from 'lectern-protocol';

/** Why a connection ended. */
export interface CloseInfo {
  /** WebSocket close code; 1006 if there was none. */
  code: number;
  /** Name in the table of close codes. */
  name?: CloseName;
  reason: string;
  /** Description in the table of close codes. */
  meaning?: string;
  /** Wait before reconnecting in ms, if the server asked for one. */
  retryAfter?: number;
}

export interface Backoff {
  /** Maximum of the first wait, in ms. */
  base: number;
  /** Maximum of all waits, in ms. */
  max: number;
}

/**
 * Wait in ms before an attempt, with full jitter, so that clients that lost the same server reconnect at different
 * times.
 * @param attempt counts from 0
 */
export function backoffDelay(attempt: number, { base, max }: Backoff, random: () => number): number {
  return random() * Math.min(max, base * 2 ** attempt);
}

const names = Object.keys(closes) as CloseName[];

export function closeInfo(code: number, reason: string): CloseInfo {
  const name = names.find((each) => closes[each].code === code);
  return name ? { code, name, reason, meaning: closes[name].meaning } : { code, reason };
}

/** Whether a client should reconnect. For codes outside the table, their range decides. */
export function mayReconnect({ code, name }: CloseInfo): boolean {
  return name ? closes[name].reconnect : code < 4500;
}

/** Reads the wait in ms that a server asks for when it shuts down. */
export function retryHint({ reason }: CloseInfo): number | undefined {
  const hint = /\bretry_after_ms=(\d{1,7})\b/.exec(reason)?.[1];
  return hint === undefined ? undefined : Number(hint);
}
