import { milliseconds, print } from '../print.js';
import type { LoadOptions, LoadResult } from './load.js';

/** Options of the server by the code of a refusal. */
const advice: Record<string, string> = {
  'rate-limited':
    'raise --chat-rate and --chat-burst of the server, and for guests, who share the rates of their address, ' +
    '--address-rate and --address-burst; or choose a lower --rate',
  full: 'raise --user-rooms or --address-rooms of the server, or choose fewer --rooms',
  unavailable: 'see /readyz and the log of the server',
  internal: 'see the log of the server',
};

/** Own delay in ms from which on the figures say more about this computer than about the server. */
const BUSY = 50;

const total = (counts: Record<string, number>): number =>
  Object.values(counts).reduce((sum, count) => sum + count, 0);

/** Returns whether every message was accepted and arrived, and every connection stayed open. */
export const isFlawless = ({ lost, refused, closed }: LoadResult): boolean =>
  lost + total(refused) + total(closed) === 0;

/** The latencies in ms; undefined if nothing has arrived. */
function latencies({ latency, delivered }: LoadResult) {
  if (delivered === 0) return undefined;
  const at = (percentile: number): number => latency.percentile(percentile) / 1000;
  return { p50: at(50), p90: at(90), p99: at(99), max: latency.max / 1000 };
}

const ownDelay = (result: LoadResult): number => Math.round(result.ownDelay.percentile(99) / 1e4) / 100;

export function printJson(
  url: URL,
  { rooms, people, rate, duration }: LoadOptions,
  result: LoadResult,
): void {
  const { sent, delivered, lost, refused, closed } = result;
  print(
    JSON.stringify({
      url: url.href,
      ...{ rooms, people, rate, duration, sent, delivered, lost, refused, closed },
      latency_ms: latencies(result),
      own_delay_ms: ownDelay(result),
    }),
  );
}

export function printReport({ rooms, people, rate, duration }: LoadOptions, result: LoadResult): void {
  const { sent, delivered, lost, refused, closed } = result;
  print(
    `Rooms ${rooms}, clients in each ${people}, messages of each ${rate}/s for ${duration} s\n\n` +
      `messages    ${sent} sent, ${total(refused)} refused\n` +
      `deliveries  ${delivered} received, ${lost} lost`,
  );
  const times = latencies(result);
  if (times) {
    const shown = Object.entries(times).map(([name, time]) => `${name} ${milliseconds(time)}`);
    print(`latency     ${shown.join(', ')}`);
  }
  for (const [code, count] of Object.entries(refused)) {
    print(`\n${count} messages were refused: ${code}`);
    if (advice[code]) print(`  try: ${advice[code]}`);
  }
  for (const [why, count] of Object.entries(closed)) print(`\n${count} times, ${why}`);
  const delay = ownDelay(result);
  if (delay > BUSY) {
    print(
      `\nThis computer was too busy to measure (p99 of its own delay: ${milliseconds(delay)}).\n` +
        '  try: a lower load, or run the command on another computer',
    );
  }
}
