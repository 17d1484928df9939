import { cpus } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';

/** Files that always run at the same time, however busy the machine is. */
const LEAST = 3;
/** Maximum number of files that run at the same time. Most of them wait most of the time. */
const MOST = 10;
/** Maximum number of files with browsers that run at the same time: each browser takes half a gigabyte of memory. */
const MOST_BROWSERS = 4;
/** Share of the processors that has to be idle for one more file to start. */
const IDLE = 0.25;
/** ms after which the load of a file that was started shows. */
const LOOK = 1000;

/** Returns the share of the processors that was idle since the last call. */
export type Idle = () => number;

/** Measures how idle the machine is, including everything else that runs on it. */
export function idleShare(): Idle {
  const read = () => {
    const times = cpus().map((cpu) => cpu.times);
    const idle = times.reduce((sum, each) => sum + each.idle, 0);
    const all = times.reduce((sum, { user, nice, sys, irq }) => sum + user + nice + sys + irq, idle);
    return { idle, all };
  };
  let before = read();
  return () => {
    const now = read();
    const share = (now.idle - before.idle) / Math.max(1, now.all - before.all);
    before = now;
    return share;
  };
}

/**
 * Runs files in their order, as many at the same time as keep the processors busy. A machine that is busy with other
 * things runs fewer of them, so that they do not run out of time.
 * @param look resolves after a moment, when the idle share is to be measured again
 */
export async function runSideBySide<T extends { startsBrowsers: boolean }>(
  files: T[],
  run: (file: T) => Promise<void>,
  idle: Idle = idleShare(),
  look: () => Promise<void> = () => pause(LOOK),
): Promise<void> {
  const waiting = [...files];
  const running = new Map<T, Promise<void>>();
  const browsers = (): number => [...running.keys()].filter(({ startsBrowsers }) => startsBrowsers).length;

  const startNext = (): boolean => {
    const position = waiting.findIndex(({ startsBrowsers }) => !startsBrowsers || browsers() < MOST_BROWSERS);
    const [file] = position < 0 ? [] : waiting.splice(position, 1);
    if (!file) return false;
    running.set(
      file,
      run(file).finally(() => running.delete(file)),
    );
    return true;
  };

  while (waiting.length + running.size > 0) {
    while (running.size < LEAST && startNext());
    await Promise.race([look(), ...running.values()]);
    if (running.size >= LEAST && running.size < MOST && idle() > IDLE) startNext();
  }
}
