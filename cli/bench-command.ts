import type { Command } from 'commander';
import type { BenchFlags } from './bench.js';
import { addServerOptions, count, fingerprint, rate, seconds } from './options.js';

/** `lectern bench` */
export function addBenchCommand(program: Command): void {
  const command = program
    .command('bench')
    .summary('put load on a server and measure the latency')
    .description(
      'Fills rooms with clients that write to each other, and measures the time until each member of the room has ' +
        'received each message. If the server requires users to log in, the command needs the tokenSecret, with which ' +
        'it signs tokens, or a file with tokens. The limits of the server apply. Exit status: 0 if every message was ' +
        "delivered, 1 if messages were lost or refused or connections closed, 2 if the load can't start.",
    )
    .argument('<url>', 'address of a server: http(s)://… or ws(s)://…')
    .option('--rooms <number>', 'number of rooms', count, 10)
    .option('--people <number>', 'number of clients in each room', count, 20)
    .option('--rate <number>', 'messages per second of each client', rate, 1)
    .option('--duration <seconds>', 'time for which the clients send', seconds, 30)
    .option('-t, --timeout <seconds>', 'time limit for each answer, and for the last messages', seconds, 10)
    .option('--tokens <file>', 'file with a token for each client, one on each line')
    .option(
      '--fingerprint <sha256>',
      'accept only the certificate with this SHA-256 fingerprint',
      fingerprint,
    )
    .option('--json', 'print the result as one JSON object');
  addServerOptions(command, ['tokenSecret', 'tokenAudience', 'tokenIssuer']);
  command.action(async (url: string, flags: BenchFlags) => {
    const { bench } = await import('./bench.js');
    process.exitCode = await bench(url, flags);
  });
}
