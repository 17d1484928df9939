import { type CloseName, closes } from 'lectern-protocol';

/** Why a connection ended. */
export interface CloseInfo {
  /** The WebSocket close code; 1006 where none came. */
  code: number;
  /** The code's name in the table of close codes. */
  name?: CloseName;
  reason: string;
  /** The table's sentence about the code. */
  meaning?: string;
  /** ms after which the server wants to see the client again; absent where it does not say. */
  retryAfter?: number;
}

export interface Backoff {
  /** ms; the first wait is at most this. */
  base: number;
  /** ms; no wait is longer. */
  max: number;
}

/** Full jitter: `attempt` counts from 0. A crowd that lost its server at once must not come back at once. */
export function backoffDelay(attempt: number, { base, max }: Backoff, random: () => number): number {
  return random() * Math.min(max, base * 2 ** attempt);
}

const names = Object.keys(closes) as CloseName[];

export function closeInfo(code: number, reason: string): CloseInfo {
  const name = names.find((each) => closes[each].code === code);
  return name ? { code, name, reason, meaning: closes[name].meaning } : { code, reason };
}

/** Whether a client should come back; codes outside the table go by their range. */
export function mayReconnect({ code, name }: CloseInfo): boolean {
  return name ? closes[name].reconnect : code < 4500;
}

/** The ms that a server which goes down asks a client to stay away. */
export function retryHint({ reason }: CloseInfo): number | undefined {
  const hint = /\bretry_after_ms=(\d{1,7})\b/.exec(reason)?.[1];
  return hint === undefined ? undefined : Number(hint);
}
