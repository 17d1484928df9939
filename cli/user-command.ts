import type { Command } from 'commander';
import { type ApiFlags, apiCommand } from './api-command.js';

/** `lectern user` */
export function addUserCommand(program: Command): void {
  const group = program
    .command('user')
    .summary('export and erase what is stored about a user')
    .description(
      'Exports and erases what is stored about a user, through the HTTP API of a running server. Exit status: 1 if the ' +
        "server rejects the request, 2 if it can't be reached.",
    );
  const get = apiCommand('export', 'print everything that is stored about a user')
    .description(
      'Prints the name, memberships, attendance, messages, questions, rooms and entries of the audit log as JSON.',
    )
    .argument('<id>', 'ID of the user or guest')
    .action(async (id: string, flags: ApiFlags) => {
      const { exportUser } = await import('./user.js');
      process.exitCode = await exportUser(id, flags);
    });
  const erase = apiCommand('erase', 'erase everything that is stored about a user')
    .description(
      "Erases the user's name, memberships, attendance, messages, questions and rooms, and disconnects the user's " +
        'clients. Entries of the audit log remain without the user. This cannot be undone.',
    )
    .argument('<id>', 'ID of the user or guest')
    .action(async (id: string, flags: ApiFlags) => {
      const { eraseUser } = await import('./user.js');
      process.exitCode = await eraseUser(id, flags);
    });
  for (const each of [get, erase]) group.addCommand(each.copyInheritedSettings(program));
}
