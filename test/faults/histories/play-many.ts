import { play, type Result, type ServerFault } from './history.js';
import { LecternProcess } from './lectern-process.js';

/** Limits that no history comes near, and heartbeats that find a silent client soon. */
export const OPTIONS = [
  ['--chat-rate', '10000'],
  ['--chat-burst', '10000'],
  ['--other-rate', '10000'],
  ['--other-burst', '10000'],
  ['--signaling-burst', '10000'],
  ['--shutdown-spread', '0'],
].flat();

/** Of so many histories, one has a server of its own that is killed or restarted. */
const FAULT_EVERY = 20;

/** What the server goes through in the history of a seed. */
export function faultOf(seed: number): ServerFault {
  if (seed % FAULT_EVERY !== 0) return 'none';
  return (seed / FAULT_EVERY) % 2 === 0 ? 'kill' : 'restart';
}

/** Plays one history on the server that its seed asks for. */
export async function playSeed(seed: number, shared: LecternProcess): Promise<Result> {
  const fault = faultOf(seed);
  if (fault === 'none') return play(seed, shared, fault);
  const own = new LecternProcess(OPTIONS);
  await own.start();
  try {
    return await play(seed, own, fault);
  } finally {
    await own.remove();
  }
}

/**
 * Plays the histories of the seeds from `first` on.
 * @param atOnce how many side by side
 */
export async function playMany(
  first: number,
  runs: number,
  atOnce: number,
  told: (result: Result) => void,
): Promise<void> {
  const shared = new LecternProcess(OPTIONS);
  await shared.start();
  let next = first;
  const work = async () => {
    while (next < first + runs) told(await playSeed(next++, shared));
  };
  try {
    await Promise.all(Array.from({ length: atOnce }, work));
  } finally {
    await shared.remove();
  }
}
