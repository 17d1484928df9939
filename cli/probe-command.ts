import { type Command, Option } from 'commander';
import { addServerOptions, fingerprint, seconds, trustHelp } from './options.js';
import { finish } from './print.js';
import type { ProbeOptions } from './probe.js';

/** `lectern probe` */
export function addProbeCommand(program: Command): void {
  const command = program
    .command('probe')
    .summary('check everything a call needs and report problems')
    .description(
      'Checks every step of a call: name, connection, upgrade, room, signaling between two clients, STUN and TURN. ' +
        'If the server requires users to log in, the command needs a token for all rooms, or the tokenSecret, with ' +
        'which it signs tokens. Exit status: 0 if no check failed, 1 if a check failed, 2 if there is no connection ' +
        'to a Lectern server.',
    )
    .argument('<url>', 'address of a server: http(s)://… or ws(s)://…')
    .argument('[nodes...]', 'addresses of other nodes, which should belong to the same cluster')
    .option('-t, --timeout <seconds>', 'time limit for each step', seconds, 5)
    .option('-q, --quiet', 'print only the last line, for monitoring')
    .option('--fingerprint <sha256>', trustHelp, fingerprint)
    .addOption(
      new Option(
        '--token <token>',
        'token to log in with; other users of this computer can see flags, so prefer LECTERN_TOKEN or LECTERN_TOKEN_FILE',
      ).conflicts('tokenSecret'),
    )
    .option('--json', 'print the report as one JSON object');
  addServerOptions(command, ['tokenSecret', 'tokenAudience', 'tokenIssuer']);
  command.action(async (url: string, nodes: string[], options: ProbeOptions) => {
    const { probe } = await import('./probe.js');
    finish(await probe(url, nodes, options));
  });
}
