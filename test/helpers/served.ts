import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../../cli/lectern.js', import.meta.url));

/** The server as it is shipped, in a process of its own. */
export interface Served {
  url: string;
  /** Resident memory at its most so far, in MiB. */
  mostResident(): number;
  stop(): Promise<void>;
}

/**
 * Starts a server on a free port.
 * @param options as the environment names them, such as `LECTERN_DATA`
 */
export async function serve(options: Record<string, string>): Promise<Served> {
  const server = spawn(process.execPath, [program, 'serve', '--port', '0', '--log-level', 'silent'], {
    env: { ...process.env, ...options },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = once(server, 'exit');
  const killAtExit = (): void => void server.kill('SIGKILL');
  process.once('exit', killAtExit);
  let said = '';
  for await (const line of createInterface(server.stderr)) {
    said += `${line}\n`;
    const url = /^\s+(http:\S+)/.exec(line)?.[1];
    if (!url) continue;
    server.stderr.resume();
    return {
      url,
      mostResident: () =>
        Number(/^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${server.pid}/status`, 'utf8'))?.[1]) / 1024,
      async stop() {
        process.off('exit', killAtExit);
        server.kill('SIGKILL');
        await ended;
      },
    };
  }
  throw new Error(`the server has not started:\n${said}`);
}
