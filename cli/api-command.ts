import { Command } from 'commander';
import { fingerprint, seconds } from './options.js';

const keyHelp =
  "the server's apiKey; other users of this computer can see flags, so prefer LECTERN_API_KEY or LECTERN_API_KEY_FILE";

/** Options of every command that calls the HTTP API. */
export interface ApiFlags {
  url: string;
  apiKey?: string;
  fingerprint?: string;
  /** Seconds. */
  timeout: number;
  json?: true;
}

/** A command that calls the HTTP API of a running server. */
export const apiCommand = (name: string, summary: string): Command =>
  new Command(name)
    .summary(summary)
    .option('--url <url>', 'address of the server', 'http://localhost:8080')
    .option('--api-key <key>', keyHelp)
    .option(
      '--fingerprint <sha256>',
      'accept only the certificate with this SHA-256 fingerprint',
      fingerprint,
    )
    .option('-t, --timeout <seconds>', 'time limit for the answer', seconds, 10)
    .option('--json', 'print JSON instead of text');
