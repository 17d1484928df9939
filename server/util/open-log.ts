import { type Logger, pino } from 'pino';
import type { Options } from '../options.js';
import { logOutput } from './bounded-output.js';
import { loggedError } from './logged-error.js';

/** Creates the logger for standard output. It never waits for the reader or the disk. */
export function openLog({ logLevel, logBacklog }: Pick<Options, 'logLevel' | 'logBacklog'>): Logger {
  const log = pino({ level: logLevel, serializers: { err: loggedError } }, logOutput);
  logOutput.maxBacklog = logBacklog;
  logOutput.onRecovered = (dropped, code) => log.warn({ dropped, code }, 'lines of the log were dropped');
  return log;
}
