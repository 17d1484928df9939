import type { NodeLog } from './node-log.js';
import type { Participant } from './participant.js';
import { stallsSince } from './stalls.js';

/** Maximum number of lines about a participant's connections or tickets, and from the nodes' logs. */
const WAY = 40;
const LOG = 150;

/** A record of a history, for people who investigate a violation. */
export function circumstances(
  people: readonly Participant[],
  begunAt: { time: number; run: number },
  log: NodeLog | undefined,
): string[] {
  const stalls = stallsSince(begunAt.run);
  const clientIds = new Set(people.flatMap(({ segments }) => segments.map(({ clientId }) => clientId)));
  return [
    ...(stalls.length > 0 ? [`the checker itself was held up for ${stalls.join(', ')} ms`] : []),
    ...people.flatMap(({ clientId, way, refusals, tickets }, i) => [
      `participant ${i} (${clientId}): ${way.slice(-WAY).join(', ')}`,
      ...Array.from(refusals, ([reason, times]) => `  ${times} × refused: ${reason}`),
      ...tickets.lines.slice(-WAY).map((line) => `  ticket: ${line}`),
    ]),
    ...(log?.since(begunAt.time, clientIds).slice(-LOG) ?? []),
  ];
}
