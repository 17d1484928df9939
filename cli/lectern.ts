#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { Command, CommanderError, Option } from 'commander';
import { addAuditCommand } from './audit-command.js';
import { addBackupCommands } from './backup-command.js';
import { addBenchCommand } from './bench-command.js';
import { addClassCommand } from './class-command.js';
import { addServerOptions, count, fingerprint, seconds, trustHelp } from './options.js';
import type { PingOptions } from './ping.js';
import { finish } from './print.js';
import { addProbeCommand } from './probe-command.js';
import { addRevocationCommand } from './revocation-command.js';
import { addRoomCommand } from './room-command.js';
import { addTokenCommand } from './token-command.js';
import { addUserCommand } from './user-command.js';
import { addWebhooksCommand } from './webhooks-command.js';

/** Exit status if a command could not start its work. */
const unusable = 2;

const { version, description } = JSON.parse(
  readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
) as { version: string; description: string };

/** A misspelled flag is named without its value, which might be a secret. */
const withoutValue = (message: string): string =>
  message.replace(/^error: /, 'lectern: ').replace(/(unknown option '[^'=]+)=[^\n]*'/, "$1'");

const program = new Command('lectern')
  .description(`${description}.`)
  .version(version)
  .exitOverride()
  .configureOutput({ outputError: (message, write) => write(withoutValue(message)) })
  .showHelpAfterError('(see --help)');

addServerOptions(
  program
    .command('serve')
    .summary('start a server')
    .description(
      'Starts a server. Every option can also be set by an environment variable (--chat-rate is LECTERN_CHAT_RATE) ' +
        'or by a key in the JSON file given by --config ("chatRate": 2). Flags override environment variables, ' +
        'which override the file. Items of lists are separated by commas. For a secret, an environment variable can ' +
        'name a file that contains it (LECTERN_SECRET_FILE).',
    )
    .addOption(
      new Option(
        '-v, --verbose',
        'Also log every message: sender and type, not content; same as --log-level debug',
      ).conflicts('logLevel'),
    )
    .addHelpText(
      'after',
      `
Examples:
  lectern serve                            for this computer only, at http://127.0.0.1:8080
  lectern serve -p 8443 -S --host 0.0.0.0  for other computers too, with a self-signed certificate
  lectern serve -v --data /tmp/try         logs every message`,
    ),
).action(async (flags: Record<string, unknown>) => {
  const { serve } = await import('./serve.js');
  await serve(flags, version);
});

program
  .command('ping')
  .summary('send pings to a server and measure the round trips')
  .description(
    'Sends pings over a signaling connection and measures the time until each pong. Exit status: 0 if all pings ' +
      "were answered, 1 if some were lost, 2 if the server can't be reached.",
  )
  .argument('<url>', 'address of a server or a room: http(s)://… or ws(s)://…')
  .option('-c, --count <number>', 'number of pings to send (default: until Ctrl-C)', count)
  .option('-i, --interval <seconds>', 'time between pings', seconds, 1)
  .option('-W, --timeout <seconds>', 'time after which a ping counts as lost', seconds, 2)
  .option('--fingerprint <sha256>', trustHelp, fingerprint)
  .option('--json', 'print one JSON object per line, the summary last')
  .action(async (url: string, options: PingOptions) => {
    const { ping } = await import('./ping.js');
    finish(await ping(url, options));
  });

addProbeCommand(program);
addBenchCommand(program);
addBackupCommands(program);
addTokenCommand(program);
addRoomCommand(program);
addClassCommand(program);
addRevocationCommand(program);
addUserCommand(program);
addAuditCommand(program);
addWebhooksCommand(program);

// A reader that stops early (`lectern ping … | head`) is not an error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  // Commander has already printed the error.
  process.exitCode = error.exitCode === 0 ? 0 : unusable;
}
