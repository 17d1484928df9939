import { type Plot, play, type Result } from './history.js';
import { LecternProcess } from './lectern-process.js';
import { Random } from './random.js';
import type { Fault } from './server.js';

/** Limits that histories do not reach, and heartbeats that soon detect a silent client. */
export const OPTIONS = [
  ['--chat-rate', '10000'],
  ['--chat-burst', '10000'],
  ['--other-rate', '10000'],
  ['--other-burst', '10000'],
  ['--signaling-burst', '10000'],
  ['--shutdown-spread', '0'],
  // Longer than any disconnection, even on a busy machine.
  ['--reconnection-timeout', '300'],
  ['--socket-io'],
].flat();

/** One of that many histories has a server of its own that is killed and restarted. */
const FAULTS_EVERY = 10;
const MOST_FAULTS = 3;

/** In one of that many histories, more is sent than a log retains. */
const FLOOD_EVERY = 50;

/** The faults of a server in a process of its own in the history of a seed; undefined if there are none. */
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

/** Plays one history on the server that its seed requires. */
async function playSeed(seed: number, shared: LecternProcess, socketIo: boolean): Promise<Result> {
  const plot = (faults: Fault[]): Plot => ({
    faults,
    flood: seed % FLOOD_EVERY === FLOOD_EVERY - 1,
    socketIo,
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
 * @param atOnce number of histories that run side by side
 * @param socketIo whether every third participant uses Socket.IO
 */
export async function playMany(
  first: number,
  runs: number,
  atOnce: number,
  told: (result: Result) => void,
  socketIo = false,
): Promise<void> {
  const shared = new LecternProcess(OPTIONS);
  await shared.start();
  let next = first;
  const work = async () => {
    while (next < first + runs) told(await playSeed(next++, shared, socketIo));
  };
  try {
    await Promise.all(Array.from({ length: atOnce }, work));
  } finally {
    await shared.remove();
  }
}
