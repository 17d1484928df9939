import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** Runs for some ms, but not longer than its parent. */
const LOOP = `
  const [parent, ms] = [process.ppid, Number(process.argv[1])];
  const end = Date.now() + ms;
  while (process.ppid === parent && Date.now() < end);
`;

/**
 * Keeps that number of processor cores busy for some ms, each with a process that does nothing else. Resolves when all
 * of them have ended.
 */
export async function keepBusy(cores: number, ms: number): Promise<void> {
  await Promise.all(Array.from({ length: cores }, () => once(spawnLoop(ms), 'exit')));
}

/** Like `keepBusy`, until this process ends or calls the returned function. */
export function startBusy(cores: number): () => void {
  const loops = Array.from({ length: cores }, () => spawnLoop(Number.POSITIVE_INFINITY));
  for (const loop of loops) loop.unref();
  return () => {
    for (const loop of loops) loop.kill('SIGKILL');
  };
}

const spawnLoop = (ms: number) =>
  spawn(process.execPath, ['--eval', LOOP, String(ms)], { stdio: ['ignore', 'ignore', 'inherit'] });
