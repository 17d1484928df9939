/** Time in ms. Messages of one sender that are closer together than this are grouped under one name. */
const SAME_TURN = 3 * 60_000;

interface Written {
  sender: string;
  at: Date;
}

/** Groups consecutive messages of the same sender. */
export function groupMessages<T extends Written>(all: readonly T[]): [T, ...T[]][] {
  const gathered: [T, ...T[]][] = [];
  for (const message of all) {
    const turn = gathered.at(-1);
    const last = turn?.at(-1);
    const goesOn = last?.sender === message.sender && Number(message.at) - Number(last.at) < SAME_TURN;
    if (goesOn) turn?.push(message);
    else gathered.push([message]);
  }
  return gathered;
}
