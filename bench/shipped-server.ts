import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const command = fileURLToPath(new URL('../../dist/cli/lectern.js', import.meta.url));

export interface ShippedServer {
  url: string;
  pid: number;
  /** ms from the start of the process until it listened. */
  listening: number;
  stop(): void;
}

/** Starts the server by its command, with default options, on a free port and with a data folder of its own. */
export async function startShippedServer(): Promise<ShippedServer> {
  const started = performance.now();
  const folder = mkdtempSync(join(tmpdir(), 'lectern-figures-'));
  const child = spawn(process.execPath, [command, 'serve', '--port', '0'], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  for await (const line of createInterface(child.stderr)) {
    const url = /^\s+(http:\S+)/.exec(line)?.[1];
    if (!url || child.pid === undefined) continue;
    const stop = () => {
      child.kill('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    };
    return { url, pid: child.pid, listening: performance.now() - started, stop };
  }
  throw new Error('the server did not start');
}
