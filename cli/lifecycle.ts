import { spawn } from 'node:child_process';
import type { Logger } from 'pino';
import { logOutput, userOutput } from '../server/util/bounded-output.js';

/**
 * Prints a text for the user on standard error, since the log is on standard output. It never waits: a terminal or a
 * supervisor that does not read must not stop the server.
 */
export function say(text: string): void {
  userOutput.write(`${text}\n`);
}

/** Operations in Node's thread pool that can block for minutes: files on a dead network drive, DNS lookups. */
const BLOCKING = /^(FSReq|GetAddrInfoReq|GetNameInfoReq)/;

/** Time in ms that they have to complete. */
const EXIT_MS = 1000;

/** Ends the process, after at most half a second for the last lines. */
export function end(code: number): never {
  logOutput.flushSync();
  userOutput.flushSync();
  if (process.getActiveResourcesInfo().some((name) => BLOCKING.test(name))) killLater();
  process.exit(code);
}

/**
 * Lets another process kill this one if it does not exit, because Node waits for the threads of its pool at exit. The
 * other process ends when its standard input does, so that it never kills a later process with the same ID.
 */
function killLater(): void {
  const program =
    `setTimeout(() => process.kill(${process.pid}, 'SIGKILL'), ${EXIT_MS}); ` +
    `process.stdin.on('end', () => process.exit()).resume();`;
  const stdio = ['pipe' as const, 'ignore' as const, 'ignore' as const];
  spawn(process.execPath, ['--eval', program], { stdio, env: {}, detached: true });
}

interface Stop {
  /** Text for the user when the shutdown starts. */
  notice?: string;
  /** Resolves when the shutdown is complete. */
  close(): Promise<void>;
  /** Called if the user does not wait. */
  abandon?(): void;
}

/** The first signal starts a clean shutdown. Ctrl-C after it means that the user does not wait. */
export function stopOnSignal({ notice, close, abandon }: Stop): void {
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    if (notice !== undefined) say(notice);
    close().then(
      () => end(0),
      (error: Error) => {
        say(`lectern: could not shut down cleanly: ${error.message}`);
        end(1);
      },
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', () => {
    if (!stopping) return stop();
    abandon?.();
    end(130);
  });
}

/** Ends the process after an unexpected error, because its state is then unreliable. */
export function stopOnFault(log: Logger): void {
  const fail = (error: unknown): void => {
    try {
      log.fatal({ err: error }, 'unexpected error');
      say('lectern: stopped by an unexpected error; see the log');
    } finally {
      end(1);
    }
  };
  process.on('uncaughtException', fail);
  process.on('unhandledRejection', fail);
}
