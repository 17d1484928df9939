import type { Command } from 'commander';
import { type ApiFlags, apiCommand } from './api-command.js';
import { count, duration } from './options.js';
import type { RevokeFlags } from './revocation.js';

/** `lectern revocation` */
export function addRevocationCommand(program: Command): void {
  const revocation = program
    .command('revocation')
    .summary('keep users and tokens out of a server')
    .description(
      'Revokes users, guests and tokens through the HTTP API of a running server, on all of its nodes. Their clients ' +
        'are disconnected and cannot log in or resume until the revocation is lifted. Exit status: 1 if the server ' +
        "rejects the request, 2 if it can't be reached.",
    );
  const add = apiCommand('add', 'revoke a user or a token')
    .description(
      'Revokes a user (or guest) with all tokens, or one token, and prints the ID of the revocation.',
    )
    .option('--user <id>', 'ID of the user or guest')
    .option('--token <token>', 'a token, or its ID (`jti`)')
    .option('--reason <text>', 'reason, shown in the list of revocations')
    .option('--ttl <time>', 'time after which the revocation ends, for example 1h or 7d', duration)
    .action(async (flags: ApiFlags & RevokeFlags) => {
      const { addRevocation } = await import('./revocation.js');
      process.exitCode = await addRevocation(flags);
    });
  const list = apiCommand('list', 'list the revocations')
    .description('Lists the revocations that are in force, newest last.')
    .action(async (flags: ApiFlags) => {
      const { listRevocations } = await import('./revocation.js');
      process.exitCode = await listRevocations(flags);
    });
  const lift = apiCommand('lift', 'lift a revocation')
    .description('Lifts a revocation, so that the user or token is accepted again.')
    .argument('<id>', 'ID of the revocation, as listed', count)
    .action(async (id: number, flags: ApiFlags) => {
      const { liftRevocation } = await import('./revocation.js');
      process.exitCode = await liftRevocation(id, flags);
    });
  for (const each of [add, list, lift]) revocation.addCommand(each.copyInheritedSettings(program));
}
