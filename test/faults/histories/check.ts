import type { Participant } from './participant.js';

/** What breaks the promises of the protocol's section 8 in a history; empty where nothing does. */
export function check(participants: readonly Participant[], stored: readonly string[] | undefined): string[] {
  return [
    ...participants.flatMap((each, i) => twice(each, i)),
    ...participants.flatMap((each, i) => gaps(each, i)),
    ...order(participants),
    ...unheard(participants),
    ...(stored ? lost(participants, stored) : []),
  ];
}

/** Nothing is told twice. */
function twice({ seen }: Participant, i: number): string[] {
  const texts = seen.map(({ text }) => text);
  return texts
    .filter((text, at) => texts.indexOf(text) !== at)
    .map((text) => `participant ${i} was told '${text}' twice`);
}

/** Within a segment the numbers of a log have no gap. In a lecture's log there is more than what is said. */
function gaps({ seen }: Participant, i: number): string[] {
  const wrong: string[] = [];
  const last = new Map<string, number>();
  for (const { segment, log, seq, text } of seen) {
    const key = `${segment} ${log}`;
    const before = last.get(key);
    const follows = before === undefined || (log === 'lecture' ? seq > before : seq === before + 1);
    // The answer to a repeated request has no place: it is for its sender alone.
    if (seq > 0 && !follows)
      wrong.push(`participant ${i}: after ${before} of ${log} came ${seq} ('${text}')`);
    if (seq > 0) last.set(key, seq);
  }
  return wrong;
}

/** What two have both been told of a room, they were told in one order. */
function order(participants: readonly Participant[]): string[] {
  const wrong: string[] = [];
  const orders = participants.map(({ seen }) => seen.filter(({ log, seq }) => log !== 'direct' && seq > 0));
  for (const [i, one] of orders.entries()) {
    for (const [j, other] of orders.entries()) {
      if (i >= j) continue;
      const at = new Map(other.map(({ text }, position) => [text, position]));
      let last = -1;
      for (const { text } of one) {
        const position = at.get(text);
        if (position === undefined) continue;
        if (position < last) wrong.push(`participants ${i} and ${j} were told '${text}' in another order`);
        last = Math.max(last, position);
      }
    }
  }
  return wrong;
}

/** What was answered was told to everyone who was there from before it was said, and never heard of a gap. */
function unheard(participants: readonly Participant[]): string[] {
  const wrong: string[] = [];
  for (const { said } of participants) {
    for (const { text, log, to, askedAt, askedKills, answeredAt, answeredKills } of said) {
      // Who asks again after a crash is answered what was kept; the others read it from there.
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
          wrong.push(`'${text}' (${log}) was answered, and participant ${i} was not told`);
        }
      }
    }
  }
  return wrong;
}

/** What was answered is in the database once, and nothing is in it twice. */
function lost(participants: readonly Participant[], stored: readonly string[]): string[] {
  const wrong: string[] = [];
  for (const text of stored) {
    if (stored.indexOf(text) !== stored.lastIndexOf(text)) wrong.push(`'${text}' is kept twice`);
  }
  for (const { said } of participants) {
    for (const { text, log, answeredAt } of said) {
      if (log === 'lecture' && answeredAt !== undefined && !stored.includes(text)) {
        wrong.push(`'${text}' was answered, and is not kept`);
      }
    }
  }
  return wrong;
}
