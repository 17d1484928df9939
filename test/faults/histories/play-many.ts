import { type Plot, play, type Result } from './history.js';
import { LecternProcess } from './lectern-process.js';
import { Random } from './random.js';
import type { Fault } from './server.js';

/** Limits that no history comes near, and heartbeats that find a silent client soon. */
export const OPTIONS = [
  ['--chat-rate', '10000'],
  ['--chat-burst', '10000'],
  ['--other-rate', '10000'],
  ['--other-burst', '10000'],
  ['--signaling-burst', '10000'],
  ['--shutdown-spread', '0'],
  // Nobody is away for so long, not even on a computer that has too much to do.
  ['--reconnection-timeout', '300'],
].flat();

/** Of so many histories, one has a server of its own that is killed and restarted. */
const FAULTS_EVERY = 10;
const MOST_FAULTS = 3;

/** Of so many, one has more said than a log holds. */
const FLOOD_EVERY = 50;

/** What a server in a process of its own goes through in the history of a seed; undefined where it is nothing. */
function faultsOf(seed: number): ((server: LecternProcess) => Fault[]) | undefined {
  if (seed % FAULTS_EVERY !== 0) return undefined;
  const random = new Random(seed);
  const names = Array.from({ length: 1 + random.below(MOST_FAULTS) }, () =>
    random.pick(['kill', 'restart'] as const),
  );
  return (server) =>
    names.map((name) => ({
      name,
      refuses: 'everywhere',
      async strike() {
        if (name === 'kill') await server.kill();
        else await server.stop();
        await server.start();
      },
    }));
}

/** Plays one history on the server that its seed asks for. */
export async function playSeed(seed: number, shared: LecternProcess): Promise<Result> {
  const plot = (faults: Fault[]): Plot => ({
    faults,
    flood: seed % FLOOD_EVERY === FLOOD_EVERY - 1,
  });
  const faults = faultsOf(seed);
  if (!faults) return play(seed, shared, plot([]));
  const own = new LecternProcess(OPTIONS);
  await own.start();
  try {
    return await play(seed, own, plot(faults(own)));
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
