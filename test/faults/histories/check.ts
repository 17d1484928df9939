import type { Participant } from './participant.js';

interface Circumstances {
  /** The stored chat of a lecture, in order. */
  stored?: readonly string[] | undefined;
  /** A service was unavailable without which nothing could be stored or relayed. */
  mayBeUnavailable: boolean;
}

/** Returns the violations of docs/protocol.md#delivery-and-logs in a finished history. */
export function check(
  participants: readonly Participant[],
  { stored, mayBeUnavailable }: Circumstances,
): string[] {
  return [
    ...broken(participants),
    ...unheard(participants),
    ...participants.flatMap((each, i) => refused(each, i, mayBeUnavailable)),
    ...participants.flatMap((each, i) => uninformed(each, i)),
    ...participants.flatMap((each, i) => strangers(each, i)),
    ...participants.flatMap((each, i) => buried(each, i, participants)),
    ...(stored ? [...misplaced(participants, stored), ...lost(participants, stored)] : []),
  ];
}

/** Violations that later messages cannot repair. */
export function broken(participants: readonly Participant[]): string[] {
  return [
    ...participants.flatMap((each, i) => twice(each, i)),
    ...participants.flatMap((each, i) => gaps(each, i)),
    ...order(participants.map(roomSeen)),
  ];
}

/** The members of the room are exactly the connected participants, whichever participant is asked. */
export function absent(participants: readonly Participant[], lists: readonly string[][]): string[] {
  const here = participants.flatMap(({ clientId }) => clientId ?? []);
  return lists.flatMap((list, i) => [
    ...here.filter((id) => !list.includes(id)).map((id) => `participant ${i} does not see ${id} in the room`),
    ...list
      .filter((id) => !here.includes(id))
      .map((id) => `participant ${i} sees ${id}, which is not connected`),
  ]);
}

/** No message is received twice. */
function twice({ seen }: Participant, i: number): string[] {
  const texts = seen.map(({ text }) => text);
  return texts
    .filter((text, at) => texts.indexOf(text) !== at)
    .map((text) => `participant ${i} received '${text}' twice`);
}

/** Within a segment the numbers of a log have no gap. A lecture's log contains other messages as well. */
function gaps({ seen }: Participant, i: number): string[] {
  const wrong: string[] = [];
  const last = new Map<string, number>();
  for (const { segment, log, seq, text } of seen) {
    const key = `${segment} ${log}`;
    const before = last.get(key);
    const follows = before === undefined || (log === 'lecture' ? seq > before : seq === before + 1);
    // The reply to a repeated request has no position: it is for its sender only.
    if (seq > 0 && !follows)
      wrong.push(`participant ${i}: ${before} of ${log} was followed by ${seq} ('${text}')`);
    if (seq > 0) last.set(key, seq);
  }
  return wrong;
}

/** The messages that a client received from a room, in order. */
const roomSeen = ({ seen }: Participant): string[] =>
  seen.filter(({ log, seq }) => log !== 'direct' && seq > 0).map(({ text }) => text);

/** Messages that two clients received from a room were received in one order. */
function order(orders: readonly (readonly string[])[]): string[] {
  const wrong: string[] = [];
  for (const [i, one] of orders.entries()) {
    for (const [j, other] of orders.entries()) {
      if (i >= j) continue;
      const at = new Map(other.map((text, position) => [text, position]));
      let last = -1;
      for (const text of one) {
        const position = at.get(text);
        if (position === undefined) continue;
        if (position < last) wrong.push(`orders ${i} and ${j} have '${text}' at different positions`);
        last = Math.max(last, position);
      }
    }
  }
  return wrong;
}

/** Messages are stored in the order in which they were delivered. */
const misplaced = (participants: readonly Participant[], stored: readonly string[]): string[] =>
  participants.flatMap((each) => order([roomSeen(each), stored]));

/** A client that was informed of a gap receives the current state. */
function uninformed({ segments }: Participant, i: number): string[] {
  return segments.at(-1)?.informed ? [] : [`participant ${i} did not receive the current state after a gap`];
}

/** A client that resumes before its time ends keeps its identity. */
function strangers({ segments }: Participant, i: number): string[] {
  const ids = new Set(segments.map(({ clientId }) => clientId));
  return ids.size > 1 ? [`participant ${i} came back as another client`] : [];
}

/** The others are not informed that a client has left if it resumes before its time ends. */
function buried({ left }: Participant, i: number, participants: readonly Participant[]): string[] {
  return participants.flatMap(({ clientId }, j) =>
    clientId !== undefined && left.includes(clientId)
      ? [`participant ${i} was informed that participant ${j} had left, which is still connected`]
      : [],
  );
}

/**
 * An acknowledged message was delivered to every client that was in the room before it was sent and was not informed of
 * a gap.
 */
function unheard(participants: readonly Participant[]): string[] {
  const wrong: string[] = [];
  for (const { said } of participants) {
    for (const { text, log, to, askedAt, askedKills, answeredAt, answeredKills } of said) {
      // A client that repeats a request after a crash receives the stored reply; the others read it from the database.
      if (answeredAt === undefined || askedKills !== answeredKills) continue;
      for (const [i, { seen, segments }] of participants.entries()) {
        const stayed = segments.some(
          ({ begunAt, endedAt, clientId }) =>
            begunAt < askedAt &&
            endedAt > answeredAt &&
            endedAt === Number.POSITIVE_INFINITY &&
            (to ?? clientId) === clientId,
        );
        if (stayed && !seen.some((each) => each.text === text)) {
          wrong.push(`'${text}' (${log}) was acknowledged, but participant ${i} did not receive it`);
        }
      }
    }
  }
  return wrong;
}

/**
 * A message that is not acknowledged is refused in time and for a valid reason: it cannot be stored or relayed at the
 * moment; its log was lost, so its arrival is unknown; or its receiver is not connected.
 */
function refused({ said }: Participant, i: number, mayBeUnavailable: boolean): string[] {
  const reasons = ['disconnected', 'unknown-receiver', ...(mayBeUnavailable ? ['unavailable'] : [])];
  return said.flatMap(({ text, refused }) =>
    refused === undefined || reasons.includes(refused)
      ? []
      : [`participant ${i}: '${text}' was refused: ${refused}`],
  );
}

/** An acknowledged message is in the database once, and nothing is stored twice. */
function lost(participants: readonly Participant[], stored: readonly string[]): string[] {
  const wrong: string[] = [];
  for (const text of stored) {
    if (stored.indexOf(text) !== stored.lastIndexOf(text)) wrong.push(`'${text}' is stored twice`);
  }
  for (const { said } of participants) {
    for (const { text, log, answeredAt } of said) {
      if (log === 'lecture' && answeredAt !== undefined && !stored.includes(text)) {
        wrong.push(`'${text}' was acknowledged, but is not stored`);
      }
    }
  }
  return wrong;
}
