import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { freePort } from './free-port.js';

const program = fileURLToPath(new URL('../../cli/lectern.js', import.meta.url));

/** The server in its production form, in a process of its own. */
export interface ServerProcess {
  url: string;
  /** Maximum resident memory so far, in MiB. */
  mostResident(): number;
  /** Resident memory at the moment, in MiB. */
  resident(): number;
  /** CPU time in seconds so far, including the kernel's work for the process. */
  cpuSeconds(): number;
  /** Holds the process up, until thaw(). */
  freeze(): void;
  thaw(): void;
  stop(): Promise<void>;
}

/** The kernel counts a process's time in hundredths of a second, on every Linux that Node runs on. */
const TICKS = 100;

/**
 * Starts a server, on a free port if none is given.
 * @param options by their names as environment variables, for example `LECTERN_DATA`
 */
export async function startServerProcess(options: Record<string, string>): Promise<ServerProcess> {
  const { LECTERN_PORT: port = `${await freePort()}` } = options;
  const server = spawn(process.execPath, [program, 'serve', '--port', port, '--log-level', 'silent'], {
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
    const memory = (line: RegExp): number =>
      Number(line.exec(readFileSync(`/proc/${server.pid}/status`, 'utf8'))?.[1]) / 1024;
    return {
      url,
      mostResident: () => memory(/^VmHWM:\s+(\d+)/m),
      resident: () => memory(/^VmRSS:\s+(\d+)/m),
      cpuSeconds() {
        // The name before the numbers, in parentheses, can contain blanks.
        const fields = readFileSync(`/proc/${server.pid}/stat`, 'utf8')
          .replace(/^.*\) /s, '')
          .split(' ');
        return (Number(fields[11]) + Number(fields[12])) / TICKS;
      },
      freeze: () => void server.kill('SIGSTOP'),
      thaw: () => void server.kill('SIGCONT'),
      async stop() {
        process.off('exit', killAtExit);
        server.kill('SIGKILL');
        await ended;
      },
    };
  }
  throw new Error(`the server has not started:\n${said}`);
}
