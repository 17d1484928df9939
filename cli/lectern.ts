#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { Command, CommanderError, Option } from 'commander';
import { addServerOptions, count, fingerprint, seconds } from './options.js';
import type { PingOptions } from './ping.js';
import type { ProbeOptions } from './probe.js';
import { addRoomCommand } from './room-command.js';
import { addTokenCommand } from './token-command.js';

const trustHelp = 'take the certificate that has this fingerprint, as the server prints it, and no other';

/** What a command ends with where its own work did not even begin. */
const unusable = 2;

const { version, description } = JSON.parse(
  readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
) as { version: string; description: string };

/** A misspelt flag is named without its value, which may be a secret. */
const withoutValue = (message: string): string =>
  message.replace(/^error: /, 'lectern: ').replace(/(unknown option '[^'=]+)=[^\n]*'/, "$1'");

/** Ends the process when its output is written; what is still on its way over the network is of no interest. */
const finish = (code: number): void => {
  process.stdout.write('', () => process.exit(code));
};

const program = new Command('lectern')
  .description(`${description}.`)
  .version(version)
  .exitOverride()
  .configureOutput({ outputError: (message, write) => write(withoutValue(message)) })
  .showHelpAfterError('(--help shows what there is)');

addServerOptions(
  program
    .command('serve')
    .summary('start a server')
    .description(
      'Starts a server. Every option can also be a variable of the environment (--chat-rate is LECTERN_CHAT_RATE) ' +
        'or a member of the file that --config names ("chatRate": 2); a flag goes before the environment, and ' +
        'that before the file. Lists are separated by commas.',
    )
    .addOption(
      new Option(
        '-v, --verbose',
        'Log every message, too: who sent it and of which type, not what is in it; the same as --log-level debug',
      ).conflicts('logLevel'),
    )
    .addHelpText(
      'after',
      `
Examples:
  lectern serve                            for this computer alone, at http://127.0.0.1:8080
  lectern serve -p 8443 -S --host 0.0.0.0  for others, too, with a certificate made on the spot
  lectern serve -v --data /tmp/try         to see every message in the log`,
    ),
).action(async (flags: Record<string, unknown>) => {
  const { serve } = await import('./serve.js');
  await serve(flags, version);
});

program
  .command('ping')
  .summary('send pings to a server and time the answers')
  .description(
    'Sends pings through the signaling of a server and times the pongs. Ends with 0 when all came back, 1 when ' +
      'some were lost, 2 when the server cannot be pinged.',
  )
  .argument('<url>', 'address of a server or a room: http(s)://… or ws(s)://…')
  .option('-c, --count <number>', 'pings to send; without it, until Ctrl-C', count)
  .option('-i, --interval <seconds>', 'time from one ping to the next', seconds, 1)
  .option('-W, --timeout <seconds>', 'time after which a ping counts as lost', seconds, 2)
  .option('--fingerprint <sha256>', trustHelp, fingerprint)
  .option('--json', 'print a JSON object a line, the summary last')
  .action(async (url: string, options: PingOptions) => {
    const { ping } = await import('./ping.js');
    finish(await ping(url, options));
  });

program
  .command('probe')
  .summary('try everything that a call needs, and say what is wrong')
  .description(
    'Walks the whole way of a call: name, connection, upgrade, room, signaling between two clients, STUN and TURN. ' +
      'Ends with 0 when all is well, 1 when something failed, 2 when there is no connection to a Lectern server.',
  )
  .argument('<url>', 'address of a server: http(s)://… or ws(s)://…')
  .argument('[nodes...]', 'addresses of other nodes: whether they are one server with the first')
  .option('-t, --timeout <seconds>', 'time that each step may take', seconds, 5)
  .option('-q, --quiet', 'print the last line only, for monitoring')
  .option('--fingerprint <sha256>', trustHelp, fingerprint)
  .option('--json', 'print the report as one JSON object')
  .action(async (url: string, nodes: string[], options: ProbeOptions) => {
    const { probe } = await import('./probe.js');
    finish(await probe(url, nodes, options));
  });

addTokenCommand(program);
addRoomCommand(program);

// A reader that has seen enough (`lectern ping … | head`) is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  // Commander has said what is wrong.
  process.exitCode = error.exitCode === 0 ? 0 : unusable;
}
