import type { Command } from 'commander';
import { type ApiFlags, apiCommand } from './api-command.js';
import { count } from './options.js';

/** `lectern class` */
export function addClassCommand(program: Command): void {
  const group = program
    .command('class')
    .summary('list and delete classes and lectures')
    .description(
      'Lists and deletes classes and lectures through the HTTP API of a running server. Exit status: 1 if the server ' +
        "rejects the request, 2 if it can't be reached.",
    );
  const list = apiCommand('list', 'list the classes of a user')
    .description('Lists the classes in which a user is enrolled, newest last.')
    .requiredOption('--user <id>', 'ID of the user or guest')
    .action(async (flags: ApiFlags & { user: string }) => {
      const { listClasses } = await import('./class.js');
      process.exitCode = await listClasses(flags);
    });
  const lectures = apiCommand('lectures', 'list the lectures of a class')
    .argument('<uuid>', 'UUID of the class, as listed')
    .action(async (uuid: string, flags: ApiFlags) => {
      const { listLectures } = await import('./class.js');
      process.exitCode = await listLectures(uuid, flags);
    });
  const remove = apiCommand('delete', 'delete a class')
    .description('Deletes a class with its lectures, chat, markers and attendance. This cannot be undone.')
    .argument('<uuid>', 'UUID of the class, as listed')
    .action(async (uuid: string, flags: ApiFlags) => {
      const { deleteClass } = await import('./class.js');
      process.exitCode = await deleteClass(uuid, flags);
    });
  const removeLecture = apiCommand('delete-lecture', 'delete a lecture')
    .description('Deletes a lecture with its chat, markers and attendance. This cannot be undone.')
    .argument('<id>', 'ID of the lecture, as listed', count)
    .action(async (id: number, flags: ApiFlags) => {
      const { deleteLecture } = await import('./class.js');
      process.exitCode = await deleteLecture(id, flags);
    });
  for (const each of [list, lectures, remove, removeLecture]) {
    group.addCommand(each.copyInheritedSettings(program));
  }
}
