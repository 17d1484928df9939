import { type Command, Option } from 'commander';
import { type ApiFlags, apiCommand } from './api-command.js';
import { count } from './options.js';
import type { SettingsFlags } from './room.js';

const addSettings = (to: Command): Command =>
  to
    .option('--title <text>', 'title of the room, as people see it')
    .option('--public', 'list the room publicly')
    .addOption(new Option('--private', "don't list the room").conflicts('public'))
    .option('--password <text>', 'required to join; - reads it from standard input')
    .option('--max <number>', 'maximum number of clients in the room', count)
    .addOption(new Option('--speech <who>', 'who can speak').choices(['everyone', 'presenters']));

/** `lectern room` */
export function addRoomCommand(program: Command): void {
  const room = program
    .command('room')
    .summary('create and change rooms with settings')
    .description(
      'Manages rooms with settings through the HTTP API of a running server: title, listing, password, limit, ' +
        'and who can speak. Anyone with the link can join a room without settings. Exit status: 1 if the server ' +
        "rejects the request, 2 if it can't be reached.",
    );
  const create = addSettings(apiCommand('create', 'create a room with settings'))
    .description('Creates a room with settings, and prints the settings and the link.')
    .argument('[id]', "the room's ID (default: chosen by the server)")
    .option('--owner <id>', 'ID of the user who can change and delete the room')
    .action(async (id: string | undefined, flags: ApiFlags & SettingsFlags & { owner?: string }) => {
      const { createRoom } = await import('./room.js');
      process.exitCode = await createRoom(id, flags);
    });
  const list = apiCommand('list', 'list rooms with settings')
    .description('Lists rooms with settings, newest last. Without an API key, lists only public rooms.')
    .action(async (flags: ApiFlags) => {
      const { listRooms } = await import('./room.js');
      process.exitCode = await listRooms(flags);
    });
  const show = apiCommand('show', "show a room's settings")
    .argument('<id>')
    .action(async (id: string, flags: ApiFlags) => {
      const { showRoom } = await import('./room.js');
      process.exitCode = await showRoom(id, flags);
    });
  const update = addSettings(apiCommand('update', "change a room's settings"))
    .description('Changes the given settings. Clients in the room stay there.')
    .argument('<id>')
    .option('--no-password', 'remove the password')
    .option('--no-max', 'remove the limit')
    .action(async (id: string, flags: ApiFlags & SettingsFlags) => {
      const { updateRoom } = await import('./room.js');
      process.exitCode = await updateRoom(id, flags);
    });
  const remove = apiCommand('delete', "remove a room's settings")
    .description("Removes a room's settings and disconnects everyone in the room.")
    .argument('<id>')
    .action(async (id: string, flags: ApiFlags) => {
      const { deleteRoom } = await import('./room.js');
      process.exitCode = await deleteRoom(id, flags);
    });
  for (const each of [create, list, show, update, remove])
    room.addCommand(each.copyInheritedSettings(program));
}
